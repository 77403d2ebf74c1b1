package io.milieu.python.index;

import io.milieu.core.base.AtomicFile;
import io.milieu.core.base.Digest;
import io.milieu.core.base.OnceMap;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import io.milieu.python.index.PageMemory.State;
import io.milieu.python.metadata.CoreMetadata;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The folder in which processes share what indexes told, and the memory in which the clients of one process share what they read
 * there. Files appear whole; what cannot be read is as good as absent. Layout: {@code pages/INDEX/PROJECT} and {@code pages/INDEX/PROJECT.absent},
 * {@code metadata/PROJECT}, {@code files/IDENTITY/NAME}. Thread-safe.
 */
public final class IndexCache {
    private static final String FORMAT = "index-v1";
    private static final long PAGES_IN_MEMORY = 16L << 20;
    private static final int METADATA_IN_MEMORY = 4096;

    private final Path folder;
    private final PageMemory pages = new PageMemory(PAGES_IN_MEMORY);
    private final OnceMap<String, CoreMetadata> metadata = new OnceMap<>(METADATA_IN_MEMORY);

    /**
     * Makes the memory.
     *
     * @param folder of all caches; in it one for indexes is made when needed
     */
    public IndexCache(Path folder) {
        this.folder = folder.resolve(FORMAT);
    }

    Optional<CachedPage> page(URI index, String project) {
        Path file = pageFile(index, project);
        try {
            State state = State.of(Files.readAttributes(file, BasicFileAttributes.class));
            Optional<CachedPage> known = pages.find(file, state);
            if (known.isPresent()) {
                return known;
            }
            Optional<CachedPage> read = CachedPage.fromBytes(Files.readAllBytes(file));
            read.ifPresent(page -> pages.keep(file, state, page));
            return read;
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

    /** {@return whether the index said that it does not have the project} */
    boolean isAbsent(URI index, String project) {
        return Files.exists(absenceFile(index, project));
    }

    void keepAbsence(URI index, String project) {
        Path file = absenceFile(index, project);
        try {
            AtomicFile.write(file, "");
            Files.deleteIfExists(pageFile(index, project));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** {@return the metadata of a file, parsed once if it can never change} */
    CoreMetadata metadata(ProjectFile file, Supplier<CoreMetadata> parsed) {
        return file.identity().map(identity -> metadata.get(identity, parsed)).orElseGet(parsed);
    }

    Path metadataFile(String project) {
        return folder.resolve("metadata").resolve(project);
    }

    /** Where a file is kept that had to be fetched for its metadata only. */
    Path file(String identity, String fileName) {
        return folder.resolve("files").resolve(Digest.ofText(identity).hex()).resolve(fileName);
    }

    static MilieuException unusable(Path file, IOException cause) {
        return DiskFailure.of("use the cache", file, cause);
    }

    private Path pageFile(URI index, String project) {
        return folder.resolve("pages")
                .resolve(Digest.ofText(PageLinks.bare(index)).hex().substring(0, 16))
                .resolve(project);
    }

    /** No name of a project has a dot. */
    private Path absenceFile(URI index, String project) {
        return pageFile(index, project + ".absent");
    }

    static Path makeFolderOf(Path file) {
        try {
            return Files.createDirectories(Objects.requireNonNull(file.getParent()));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }
}
