package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** What the file system says about user code, as a failure for people. */
final class CodeFailure {
    private CodeFailure() {}

    static MilieuException of(String doing, Path path, IOException failure) {
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        String said = Objects.requireNonNullElse(reason, failure.getClass().getSimpleName());
        CoreError code = failure instanceof AccessDeniedException
                ? CoreError.PERMISSION_DENIED
                : said.contains("No space left") ? CoreError.DISK_FULL : CoreError.IO_FAILED;
        return new MilieuException(code, "cannot " + doing + " `" + path + "`: " + said, List.of(), failure);
    }
}
