package io.milieu.cli;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;

/** A failure that ends the program with an exit code of its own. */
final class CommandFailure extends MilieuException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(MilieuException cause, int exitCode) {
        super(cause.code(), String.valueOf(cause.getMessage()), cause.hints(), cause);
        this.exitCode = exitCode;
    }

    /** {@return the failure with its exit code: the one it has already, that of wrong usage, or the given one} */
    static CommandFailure of(Throwable failure, int exitCode) {
        return switch (failure) {
            case CommandFailure known -> known;
            case MilieuException told ->
                new CommandFailure(told, told.code() == CoreError.USAGE ? Main.USAGE : exitCode);
            default -> new CommandFailure(MilieuException.defect("the command failed unexpectedly", failure), exitCode);
        };
    }

    int exitCode() {
        return exitCode;
    }
}
