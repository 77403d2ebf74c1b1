package io.milieu.core.lease;

import io.milieu.core.base.Digest;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Scratch;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The leases of a store: one small file each, so that they outlive the process that wrote them and end with their holder. Thread-safe.
 */
public final class Leases {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]*");

    private final Store store;

    /** The leases of that store. */
    public Leases(Store store) {
        this.store = store;
    }

    /**
     * Keeps an environment for a holder, and counts as a use of it and of what it links to.
     *
     * @return the lease, or empty if the store does not have the environment (any more): build it, then try again
     */
    public Optional<Lease> acquire(LayerKey environment, Holder holder) throws InterruptedException {
        try {
            return store.gate().shared(() -> write(environment, holder));
        } catch (IOException e) {
            throw DiskFailure.of("lease `" + environment + "`", store.layout().leases(), e);
        }
    }

    /** Ends a lease before its holder does; nothing happens if it has ended already. */
    public void release(Lease lease) {
        release(lease.entry(), lease.id());
    }

    /** Ends the lease of that id on an entry; nothing happens if there is none. */
    public void release(EntryName entry, String id) {
        if (!ID.matcher(id).matches()) {
            return;
        }
        try {
            Files.deleteIfExists(file(entry, id));
        } catch (IOException e) {
            throw DiskFailure.of(
                    "release a lease of `" + entry + "`", store.layout().leases(), e);
        }
    }

    /** {@return the lease of that id on an entry, if its holder still holds it} */
    public Optional<Lease> find(EntryName entry, String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            return read(entry, file(entry, id))
                    .filter(lease ->
                            lease.holder().holds(store.settings().clock().instant()));
        } catch (IOException e) {
            throw DiskFailure.of(
                    "read a lease of `" + entry + "`", store.layout().leases(), e);
        }
    }

    /**
     * Moves the end of a lease whose holder has one; that of a process lasts as long as the process anyway.
     *
     * @return the lease as it is now, or empty if it has ended
     */
    public Optional<Lease> renew(EntryName entry, String id, Instant end) throws InterruptedException {
        try {
            return store.gate().shared(() -> {
                Optional<Lease> lease = find(entry, id).map(found -> switch (found.holder()) {
                    case Holder.OfProcess _ -> found;
                    case Holder.Named(String name, Instant _) ->
                        new Lease(id, entry, new Holder.Named(name, end), found.created());
                });
                if (lease.isPresent()) {
                    store.scratch().write(file(entry, id), lease.get().text());
                }
                return lease;
            });
        } catch (IOException e) {
            throw DiskFailure.of(
                    "renew a lease of `" + entry + "`", store.layout().leases(), e);
        }
    }

    /** {@return the leases of living holders, over all entries} */
    public List<Lease> list() {
        try {
            List<Lease> leases = new ArrayList<>();
            for (EntryName entry : leasedEntries()) {
                leases.addAll(of(entry));
            }
            return leases;
        } catch (IOException e) {
            throw DiskFailure.of("list the leases", store.layout().leases(), e);
        }
    }

    /** {@return the leases of living holders of one entry} */
    public List<Lease> of(EntryName entry) throws IOException {
        Instant now = store.settings().clock().instant();
        List<Lease> living = new ArrayList<>();
        for (Path file : Scratch.children(store.layout().leases(entry))) {
            read(entry, file).filter(lease -> lease.holder().holds(now)).ifPresent(living::add);
        }
        return living;
    }

    /** {@return the files of leases whose holders are gone} */
    public List<Path> ended() throws IOException {
        Instant now = store.settings().clock().instant();
        List<Path> ended = new ArrayList<>();
        for (EntryName entry : leasedEntries()) {
            for (Path file : Scratch.children(store.layout().leases(entry))) {
                if (read(entry, file).filter(lease -> lease.holder().holds(now)).isEmpty()) {
                    ended.add(file);
                }
            }
        }
        return ended;
    }

    /** Removes what dead holders left. A named holder that acquires again at this moment does so after or before, never between. */
    public void sweep() throws IOException, InterruptedException {
        if (!ended().isEmpty()) {
            store.gate().alone(() -> {
                for (Path file : ended()) {
                    Files.deleteIfExists(file);
                }
                return true;
            });
        }
    }

    /** Removes all leases of an entry that goes; the caller has passed the gate alone and knows that their holders are gone. */
    public void forget(EntryName entry) throws IOException {
        for (Path file : Scratch.children(store.layout().leases(entry))) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(store.layout().leases(entry));
    }

    private Optional<Lease> write(LayerKey environment, Holder holder) throws IOException {
        EntryName entry = environment.entry();
        if (store.find(environment).isEmpty()) {
            return Optional.empty();
        }
        Lease lease =
                new Lease(id(holder), entry, holder, store.settings().clock().instant());
        Path file = file(entry, lease.id());
        Path folder = store.layout().leases(entry);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        store.scratch().write(file, lease.text());
        return Optional.of(lease);
    }

    private String id(Holder holder) {
        return switch (holder) {
            case Holder.OfProcess _ -> store.scratch().uniqueName();
            case Holder.Named(String name, Instant _) ->
                "name-" + Digest.ofText(name).hex();
        };
    }

    private List<EntryName> leasedEntries() throws IOException {
        List<EntryName> entries = new ArrayList<>();
        for (Path folder : Scratch.children(store.layout().leases())) {
            for (Path entry : Scratch.children(folder)) {
                EntryName.parse(folder.getFileName() + "/" + entry.getFileName())
                        .ifPresent(entries::add);
            }
        }
        return entries;
    }

    private static Optional<Lease> read(EntryName entry, Path file) throws IOException {
        try {
            return Lease.parse(String.valueOf(file.getFileName()), entry, Files.readString(file));
        } catch (NoSuchFileException released) {
            return Optional.empty();
        }
    }

    private Path file(EntryName entry, String id) {
        return store.layout().leases(entry).resolve(id);
    }
}
