package io.milieu.testkit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Failures of a file system with the exceptions and the words that the JDK uses for them on Linux. */
public enum FileFailure {
    /** The disk is full. */
    ENOSPC("No space left on device"),
    /** The disk is broken. */
    EIO("Input/output error"),
    /** The user may not. */
    EACCES("Permission denied");

    private final String reason;

    FileFailure(String reason) {
        this.reason = reason;
    }

    /** Calls on open files fail without a path, others with it. */
    IOException exception(FileOperation operation) {
        return switch (operation.kind()) {
            case WRITE, SYNC -> new IOException(reason);
            case OPEN, DIRECTORY, LINK, SYMLINK, MOVE, ATTRIBUTE, DELETE ->
                this == EACCES
                        ? new AccessDeniedException(operation.path().toString())
                        : new FileSystemException(operation.path().toString(), null, reason);
        };
    }
}
