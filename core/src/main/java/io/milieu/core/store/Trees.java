package io.milieu.core.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whole folders: taking away write permission, and deleting. Links are never followed. */
public final class Trees {
    private static final Set<PosixFilePermission> WRITE = EnumSet.of(
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private Trees() {}

    /** Takes the write permission of everything below the folder, but not of the folder itself. */
    static void protectBelow(Path folder) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                PosixFileAttributes found =
                        Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (found.isDirectory()) {
                    protectBelow(child);
                }
                if (!found.isSymbolicLink()) {
                    change(child, found.permissions(), permissions -> permissions.removeAll(WRITE));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Takes the write permission of one file or folder. */
    static void protect(Path path) throws IOException {
        change(path, permissions -> permissions.removeAll(WRITE));
    }

    /** Gives its owner the right to write to one file or folder. */
    static void unprotect(Path path) throws IOException {
        change(path, permissions -> permissions.add(PosixFilePermission.OWNER_WRITE));
    }

    /** {@return whether nobody has the permission to write} */
    static boolean isProtected(Path path) throws IOException {
        return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
                .noneMatch(WRITE::contains);
    }

    /** Deletes a folder or file and everything below; what is already gone, or goes at the same time, is no failure. */
    public static void delete(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                try {
                    unprotect(folder);
                } catch (NoSuchFileException gone) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                rethrow(failure);
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void rethrow(@Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Change {
        boolean apply(Set<PosixFilePermission> permissions);
    }

    private static void change(Path path, Change change) throws IOException {
        change(path, Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS), change);
    }

    private static void change(Path path, Set<PosixFilePermission> found, Change change) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(found);
        if (change.apply(permissions)) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }
}
