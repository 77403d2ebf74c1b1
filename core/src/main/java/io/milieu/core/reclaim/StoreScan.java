package io.milieu.core.reclaim;

import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.Scratch;
import io.milieu.core.store.Seal;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks through a store without changing it and without locks. Thread-safe. */
public final class StoreScan {
    private final Store store;
    private final Leases leases;
    private final Pins pins;

    /** A scan of that store. */
    public StoreScan(Store store) {
        this.store = store;
        this.leases = new Leases(store);
        this.pins = new Pins(store);
    }

    /** {@return what is in the store now} */
    public Inventory inventory() {
        Instant time = store.settings().clock().instant();
        try {
            // The pins first: a build that ended before we read them has published what it links to before we look for
            // it.
            Set<EntryName> pinned = pins.pinned();
            List<Entry> entries = new ArrayList<>();
            for (EntryName name : names()) {
                entry(name).ifPresent(entries::add);
            }
            return new Inventory(time, entries, pinned);
        } catch (IOException e) {
            throw DiskFailure.of("look through the store", store.layout().root(), e);
        }
    }

    /** {@return that entry as it is now, if it exists} */
    Optional<Entry> entry(EntryName name) throws IOException {
        Path folder = store.layout().entry(name);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<Seal> seal = store.seal(name);
        return Optional.of(new Entry(
                name,
                state(name, seal),
                seal.map(Seal::bytes).orElse(0L),
                lastUse(seal.isPresent() ? store.layout().seal(name) : folder),
                seal.map(Seal::references).orElse(List.of()),
                leases.of(name).size()));
    }

    private Entry.State state(EntryName name, Optional<Seal> seal) {
        if (seal.isEmpty()) {
            return Entry.State.BROKEN;
        }
        if (Files.exists(store.layout().durable(name))) {
            return Entry.State.DURABLE;
        }
        return seal.get().boot().equals(store.settings().boot())
                ? Entry.State.TRUSTED_IN_THIS_BOOT
                : Entry.State.UNTRUSTED;
    }

    private static Instant lastUse(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException takenAwayMeanwhile) {
            return Instant.MAX;
        }
    }

    private List<EntryName> names() throws IOException {
        List<EntryName> names = new ArrayList<>();
        for (Path bucket : Scratch.children(store.layout().root())) {
            if (EntryName.isFolder(String.valueOf(bucket.getFileName()))) {
                for (Path half : Scratch.children(bucket)) {
                    for (Path rest : Scratch.children(half)) {
                        String digits = String.valueOf(half.getFileName()) + rest.getFileName();
                        EntryName.parse(bucket.getFileName() + "/" + digits).ifPresent(names::add);
                    }
                }
            }
        }
        return names;
    }
}
