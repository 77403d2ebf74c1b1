package io.milieu.cli;

import io.milieu.core.error.MilieuException;

/** A failure that ends the program with an exit code of its own. */
final class CommandFailure extends MilieuException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CommandFailure(MilieuException cause, int exitCode) {
        super(cause.code(), String.valueOf(cause.getMessage()), cause.hints(), cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
