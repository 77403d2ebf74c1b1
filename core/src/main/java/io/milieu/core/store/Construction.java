package io.milieu.core.store;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** Builds one entry: in a temporary folder, sealed there, and moved into place by one rename. */
final class Construction {
    private final StoreLayout layout;
    private final StoreSettings settings;
    private final Scratch scratch;

    Construction(StoreLayout layout, StoreSettings settings, Scratch scratch) {
        this.layout = layout;
        this.settings = settings;
        this.scratch = scratch;
    }

    /** {@return the seal of the entry that now is in place} The caller holds the entry's lock. */
    Seal build(LayerKey key, LayerSource source) throws IOException, InterruptedException {
        Path folder = scratch.folder();
        try {
            Staging staging = new Staging(folder, layout.entry(key.entry()));
            long bytes = source.produce(staging);
            Seal seal = seal(key, staging, bytes);
            publish(key, staging);
            return seal;
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            Scratch.suppressing(failure, () -> Trees.delete(folder));
            throw failure;
        }
    }

    private Seal seal(LayerKey key, Staging staging, long bytes) throws IOException {
        Path folder = staging.directory();
        for (String reserved : List.of(StoreLayout.SEAL, StoreLayout.DURABLE)) {
            if (Files.exists(folder.resolve(reserved), LinkOption.NOFOLLOW_LINKS)) {
                throw new MilieuException(
                        CoreError.ARCHIVE_REFUSED,
                        "the content of `" + key + "` has the name `" + reserved + "`, which the store needs itself");
            }
        }
        if (key.bucket().readOnly() && !staging.isReadOnly()) {
            Trees.protectBelow(folder);
        }
        Instant now = settings.clock().instant();
        Seal seal = new Seal(now, bytes, settings.boot(), key.bucket().readOnly(), List.copyOf(staging.references()));
        Path file = folder.resolve(StoreLayout.SEAL);
        Files.writeString(file, seal.text());
        Files.setLastModifiedTime(file, FileTime.from(now));
        return seal;
    }

    private void publish(LayerKey key, Staging staging) throws IOException {
        Path entry = staging.published();
        // What is there was not trusted, or the lock holder before us would have been content with it.
        scratch.discard(entry);
        Files.createDirectories(entry.getParent());
        Files.move(staging.directory(), entry, StandardCopyOption.ATOMIC_MOVE);
        if (key.bucket().readOnly()) {
            Trees.protect(entry);
        }
    }
}
