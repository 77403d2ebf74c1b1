package io.milieu.python.build;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder to build in, gone when it is closed. It lies in the caches, so that one that a killed process leaves goes with time.
 *
 * @param path the folder
 */
public record BuildFolder(Path path) implements AutoCloseable {

    /** {@return a new folder below that one} */
    public static BuildFolder in(Path parent) {
        Path folder = parent.resolve(UUID.randomUUID().toString());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw DiskFailure.of("make a folder to build in", folder, e);
        }
        return new BuildFolder(folder);
    }

    /** {@return a new folder in this one} */
    public Path folder(String name) throws IOException {
        return Files.createDirectory(path.resolve(name));
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    // A backend may have made it read-only.
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw DiskFailure.of("remove what was built in", path, e);
        }
    }
}
