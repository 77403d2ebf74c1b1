package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Failures of this node's files, told apart from failures of the network. */
final class LocalFailure {
    private LocalFailure() {}

    static MilieuException writing(Path file, IOException cause) {
        return DiskFailure.of("write a download", file, cause);
    }

    static MilieuException reading(Path file, IOException cause) {
        CoreError code = cause instanceof AccessDeniedException ? CoreError.PERMISSION_DENIED : CoreError.IO_FAILED;
        return new MilieuException(code, "could not read `" + file + "`: " + reason(cause), List.of(), cause);
    }

    static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file or directory";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default ->
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        };
    }
}
