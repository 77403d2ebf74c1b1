package io.milieu.core.link;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Places files and directories of layers into environments. A hard link that the file system refuses (too many links to one
 * file, another device, no permission) becomes a copy, file by file. Copies are made with {@code copy_file_range}, which
 * shares blocks on XFS and btrfs by itself: CLONE and COPY therefore do the same here and differ in what the user expects.
 * Immutable and thread-safe.
 */
public final class Linker {
    private final LinkMode mode;
    private final boolean hardLinks;

    private Linker(LinkMode mode, boolean hardLinks) {
        this.mode = mode;
        this.hardLinks = hardLinks;
    }

    /** {@return a linker that trusts the file system to know the mode and falls back file by file} */
    public static Linker of(LinkMode mode) {
        return new Linker(mode, true);
    }

    /**
     * {@return a linker for the mode, with what the file systems really support found out once: without symbolic links every
     * directory is real, without hard links files are copied}
     *
     * @param source any file of a layer
     * @param environments a writable directory on the file system of the environments
     * @throws IOException if the directory cannot be written
     */
    public static Linker probed(LinkMode mode, Path source, Path environments) throws IOException {
        Path target = environments.resolve(".probe");
        boolean symbolic = !mode.linksDirectories()
                || works(() -> Files.createSymbolicLink(target, source.toAbsolutePath()), target);
        boolean hard = works(() -> Files.createLink(target, source), target);
        return new Linker(symbolic ? mode : LinkMode.HARDLINK, hard);
    }

    /** {@return the mode in use, which may be a lesser one than was asked for} */
    public LinkMode mode() {
        return mode;
    }

    /** {@return whether nothing of what that mode may use is missing} */
    public boolean isComplete(LinkMode asked) {
        return mode == asked && hardLinks;
    }

    /** {@return whether single files are hard links; otherwise they are symbolic links or copies} */
    public boolean hardLinks() {
        return hardLinks && (mode == LinkMode.AUTO || mode == LinkMode.HARDLINK);
    }

    /**
     * Places one file.
     *
     * @param source an existing file, absolute
     * @param target a name that does not exist yet, in an existing directory
     * @return the bytes that were copied; none for a link
     */
    public long file(Path source, Path target) throws IOException {
        return switch (mode) {
            case SYMLINK -> {
                Files.createSymbolicLink(target, source);
                yield 0;
            }
            case AUTO, HARDLINK -> hardLink(source, target);
            case CLONE, COPY -> copy(source, target);
        };
    }

    /** Places a whole directory as one symbolic link; only for modes that {@link LinkMode#linksDirectories()}. */
    public void directory(Path source, Path target) throws IOException {
        if (!mode.linksDirectories()) {
            throw new IllegalStateException("mode " + mode + " makes every directory real");
        }
        Files.createSymbolicLink(target, source);
    }

    private long hardLink(Path source, Path target) throws IOException {
        if (!hardLinks) {
            return copy(source, target);
        }
        try {
            Files.createLink(target, source);
            return 0;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return copy(source, target);
        }
    }

    /** A copy is private, so its owner may write it, whatever the layer's file says. */
    private static long copy(Path source, Path target) throws IOException {
        Files.copy(source, target);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
        if (permissions.add(PosixFilePermission.OWNER_WRITE)) {
            Files.setPosixFilePermissions(target, permissions);
        }
        return Files.size(target);
    }

    private static boolean works(Attempt attempt, Path target) throws IOException {
        try {
            attempt.run();
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false;
        }
        Files.delete(target);
        return true;
    }

    private interface Attempt {
        void run() throws IOException;
    }
}
