package io.milieu.python.index;

import io.milieu.core.base.AtomicFile;
import io.milieu.core.base.Digest;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder in which processes share what indexes told. Files appear whole; what cannot be read is as good as absent.
 * Layout: {@code pages/INDEX/PROJECT}, {@code metadata/PROJECT}, {@code files/IDENTITY/NAME}. Thread-safe.
 */
final class IndexCache {
    private static final String FORMAT = "index-v1";

    private final Path folder;

    IndexCache(Path folder) {
        this.folder = folder.resolve(FORMAT);
    }

    Optional<CachedPage> page(URI index, String project) {
        Path file = pageFile(index, project);
        try {
            return CachedPage.fromBytes(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    void keep(URI index, String project, CachedPage page) {
        Path file = pageFile(index, project);
        try {
            AtomicFile.write(file, page.toBytes());
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    void forget(URI index, String project) {
        Path file = pageFile(index, project);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    Path metadataFile(String project) {
        return folder.resolve("metadata").resolve(project);
    }

    /** Where a file is kept that had to be fetched for its metadata only. */
    Path file(ProjectFile file) {
        return folder.resolve("files")
                .resolve(Digest.ofText(file.identity()).hex())
                .resolve(file.fileName());
    }

    static MilieuException unusable(Path file, IOException cause) {
        return DiskFailure.of("use the cache of index pages", file, cause);
    }

    private Path pageFile(URI index, String project) {
        return folder.resolve("pages")
                .resolve(Digest.ofText(PageLinks.bare(index)).hex().substring(0, 16))
                .resolve(project);
    }

    static Path makeFolderOf(Path file) {
        try {
            return Files.createDirectories(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }
}
