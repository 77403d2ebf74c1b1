package io.milieu.core.code;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Copies a layer of code for a worker to own: the same content and executable bits, but writable. */
final class CodeCopy extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;
    private long bytes;

    private CodeCopy(Path from, Path to) {
        this.from = from;
        this.to = to;
    }

    /** Copies everything in a folder into an existing, empty one; {@return the bytes of its files} */
    static long copy(Path from, Path to) throws IOException {
        CodeCopy copy = new CodeCopy(from, to);
        Files.walkFileTree(from, copy);
        return copy.bytes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        if (!folder.equals(from)) {
            Files.createDirectory(target(folder));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            Files.createSymbolicLink(target(file), Files.readSymbolicLink(file));
        } else {
            Path copy = Files.copy(file, target(file));
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.add(PosixFilePermission.OWNER_WRITE);
            Files.setPosixFilePermissions(copy, permissions);
            bytes += attributes.size();
        }
        return FileVisitResult.CONTINUE;
    }

    private Path target(Path source) {
        return to.resolve(from.relativize(source).toString());
    }
}
