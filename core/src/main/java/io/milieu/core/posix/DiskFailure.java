package io.milieu.core.posix;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** Turns what the file system says into a failure that tells people what to do. */
public final class DiskFailure {
    private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");
    /** ENOSPC and EDQUOT. */
    private static final List<Integer> FULL = List.of(28, LINUX ? 122 : 69);
    /** EPERM, EACCES and EROFS. */
    private static final List<Integer> REFUSED = List.of(1, 13, 30);

    private DiskFailure() {}

    /**
     * Explains a failed operation.
     *
     * @param doing what was tried, as the object of "cannot", for example {@code write the seal}
     * @param path where; replaced by the path inside the failure if it has one
     * @param failure what the file system said
     * @return {@link CoreError#DISK_FULL}, {@link CoreError#PERMISSION_DENIED} or {@link CoreError#IO_FAILED}
     */
    public static MilieuException of(String doing, Path path, IOException failure) {
        return of(doing, path, failure, Posix::errorText);
    }

    /** Java hands on no numbers of errors, only the texts that the C library has for them in the user's language. */
    static MilieuException of(String doing, Path path, IOException failure, IntFunction<String> texts) {
        String place = failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : path.toString();
        if (says(failure, FULL, texts)) {
            return new MilieuException(
                    CoreError.DISK_FULL,
                    "the disk is full: cannot " + doing + ": `" + place + "`",
                    List.of(
                            "Remove what no worker uses: `milieu gc`.",
                            "Or free space on the file system that holds `" + path + "`, and try again."),
                    failure);
        }
        if (failure instanceof AccessDeniedException || says(failure, REFUSED, texts)) {
            return new MilieuException(
                    CoreError.PERMISSION_DENIED,
                    "no permission: cannot " + doing + ": `" + place + "`",
                    List.of("Give the user `" + System.getProperty("user.name", "?") + "` the rights it lacks on `"
                            + place + "`, or name another place."),
                    failure);
        }
        return new MilieuException(
                CoreError.IO_FAILED,
                "cannot " + doing + ": `" + place + "`: " + reason(failure),
                List.of("Check the file system and its log (`dmesg`), then try again."),
                failure);
    }

    private static boolean says(IOException failure, List<Integer> errors, IntFunction<String> texts) {
        String said = reason(failure);
        return errors.stream().map(texts::apply).anyMatch(said::contains);
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }
}
