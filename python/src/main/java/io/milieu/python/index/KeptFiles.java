package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Download;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Downloads files; one that was fetched for its metadata waits in the cache for its download. Thread-safe. */
final class KeptFiles {
    private final IndexContext context;
    private final UUID client = UUID.randomUUID();

    KeptFiles(IndexContext context) {
        this.context = context;
    }

    /** {@return the file in the cache, or itself if it is on this machine anyway} */
    Path keep(ProjectFile file) {
        if ("file".equals(file.uri().getScheme())) {
            return Path.of(file.uri());
        }
        Path kept = place(file);
        if (!Files.exists(kept)) {
            IndexCache.makeFolderOf(kept);
            fetch(file, kept, _ -> {});
        }
        return kept;
    }

    /** {@return whether the file waits in the cache} */
    boolean isKept(ProjectFile file) {
        return Files.exists(place(file));
    }

    /** Finds out what a file is that nobody promises a hash of, by fetching it; it waits in the cache for its download. */
    ProjectFile pin(ProjectFile file) {
        boolean local = "file".equals(file.uri().getScheme());
        Path fetched = place(file);
        IndexCache.makeFolderOf(fetched);
        Download download = fetch(file, fetched, _ -> {});
        ProjectFile pinned = file.pinned(download.sha256(), download.size());
        try {
            if (local) {
                Files.delete(fetched);
            } else {
                Path kept = place(pinned);
                IndexCache.makeFolderOf(kept);
                Files.move(fetched, kept, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw IndexCache.unusable(fetched, e);
        }
        return pinned;
    }

    /** Brings the file to the target, from the cache if it waits there. */
    Download download(ProjectFile file, Path target, LongConsumer progress) {
        Path kept = place(file);
        if (!Files.exists(kept)) {
            return fetch(file, target, progress);
        }
        Optional<Download> copied = context.fetcher().download(kept.toUri(), target, file.expectation(), progress);
        remove(kept);
        return copied.map(copy -> new Download(file.uri(), copy.size(), copy.hashes()))
                .orElseGet(() -> fetch(file, target, progress));
    }

    /** A file without a hash is nobody else's: the next client may find another one at its URL. */
    private Path place(ProjectFile file) {
        return context.cache().file(file.identity().orElseGet(() -> client + " " + file.uri()), file.fileName());
    }

    private Download fetch(ProjectFile file, Path target, LongConsumer progress) {
        return context.fetcher()
                .download(file.uri(), target, file.expectation(), progress)
                .orElseThrow(() -> new MilieuException(
                        CoreError.FETCH_FAILED,
                        "could not download `" + Redacted.urls(file.uri())
                                + "`: the index lists it, but it does not exist",
                        List.of("The index may have changed: try again with --refresh.")));
    }

    private static void remove(Path kept) {
        try {
            Files.deleteIfExists(kept);
        } catch (IOException e) {
            throw IndexCache.unusable(kept, e);
        }
    }
}
