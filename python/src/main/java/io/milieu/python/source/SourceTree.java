package io.milieu.python.source;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of sources. Byte code is no part of it.
 *
 * @param root an existing folder
 */
public record SourceTree(Path root) {
    /**
     * Copies everything but byte code; symbolic links stay what they are. All files can be written to by their owner.
     *
     * @param target an existing, empty folder
     */
    public void copy(Path target) {
        for (Path entry : entries()) {
            Path copy = target.resolve(root.relativize(entry).toString());
            try {
                if (Files.isSymbolicLink(entry)) {
                    Files.createSymbolicLink(copy, Files.readSymbolicLink(entry));
                } else if (Files.isDirectory(entry)) {
                    Files.createDirectory(copy);
                } else if (Files.isRegularFile(entry)) {
                    Files.copy(entry, copy);
                    Files.setPosixFilePermissions(
                            copy,
                            PosixFilePermissions.fromString(Files.isExecutable(entry) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            } catch (IOException e) {
                throw DiskFailure.of("copy the sources", entry, e);
            }
        }
    }

    /**
     * {@return the folder in the tree that has the project}
     *
     * @throws MilieuException {@link CoreError#PATH_INVALID} if there is no such folder in the tree
     */
    public Path project(String subdirectory) {
        Path folder = root.resolve(subdirectory).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
            throw new MilieuException(
                    CoreError.PATH_INVALID, "the sources have no folder `" + subdirectory + "` (`#subdirectory=`)");
        }
        return folder;
    }

    private List<Path> entries() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root))
                    .filter(path -> !path.toString().contains("__pycache__"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw DiskFailure.of(
                    "look through the sources", root, e instanceof IOException io ? io : new IOException(e));
        }
    }
}
