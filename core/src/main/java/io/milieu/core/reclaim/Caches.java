package io.milieu.core.reclaim;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that parts keep and may lose. They are read and written without locks by any process, so they are looked at and removed
 * without locks: each goes by one deletion, and whoever misses it makes it again. Folders stay, because a writer may be about to
 * put a file into one. Thread-safe.
 */
final class Caches {
    private final Path folder;

    Caches(Path folder) {
        this.folder = folder;
    }

    List<CachedFile> files() {
        List<CachedFile> files = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(cached(file, attributes));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    return passing(failure);
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    return failure == null ? FileVisitResult.CONTINUE : passing(failure);
                }
            });
        } catch (IOException e) {
            throw DiskFailure.of("look through the caches", folder, e);
        }
        return files;
    }

    /** Removes what was not used since the plan was made; {@return what went} */
    CachePlan prune(CachePlan plan) throws IOException {
        List<CachePlan.Victim> gone = new ArrayList<>();
        for (CachePlan.Victim victim : plan.victims()) {
            if (now(victim.file()).equals(Optional.of(victim.file()))
                    && Files.deleteIfExists(folder.resolve(victim.file().path()))) {
                gone.add(victim);
            }
        }
        return new CachePlan(gone);
    }

    private Optional<CachedFile> now(CachedFile planned) throws IOException {
        Path file = folder.resolve(planned.path());
        try {
            return Optional.of(
                    cached(file, Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
    }

    private CachedFile cached(Path file, BasicFileAttributes attributes) {
        Instant read = attributes.lastAccessTime().toInstant();
        Instant written = attributes.lastModifiedTime().toInstant();
        return new CachedFile(folder.relativize(file), attributes.size(), read.isAfter(written) ? read : written);
    }

    private static FileVisitResult passing(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            // Replaced or removed while we looked.
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
