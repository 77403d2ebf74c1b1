package io.milieu.core.store;

import io.milieu.core.base.Flights;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A folder of finished, immutable entries that any number of threads and processes of one node share. What {@link #find} and
 * {@link #obtain} return is complete; any process may be killed between any two instructions. Thread-safe. One process opens a
 * folder once at a time: file locks belong to processes.
 */
public final class Store implements AutoCloseable {
    /** How exactly the time of last use is known: a use is recorded at most this often. */
    public static final Duration USE_RESOLUTION = Duration.ofMinutes(1);

    private final StoreLayout layout;
    private final StoreSettings settings;
    private final RangeLocks locks;
    private final Gate gate;
    private final Scratch scratch;
    private final Flights<EntryName, Path> flights = new Flights<>();
    private final Map<EntryName, Seal> unsettled = new ConcurrentHashMap<>();
    private final Set<EntryName> trustedInThisBoot = ConcurrentHashMap.newKeySet();

    private Store(StoreLayout layout, StoreSettings settings, Scratch scratch) throws IOException {
        this.layout = layout;
        this.settings = settings;
        this.scratch = scratch;
        this.locks = new RangeLocks(layout.lock());
        this.gate = new Gate(locks);
    }

    /**
     * Opens the store in a folder; a new or empty folder becomes one.
     *
     * @throws io.milieu.core.error.MilieuException {@code STORE_FORMAT} if another version made it, {@code PATH_INVALID} if the
     *     folder holds other things, or a failure of the disk
     */
    public static Store open(Path root, StoreSettings settings) {
        StoreLayout layout = new StoreLayout(root.toAbsolutePath().normalize());
        Scratch scratch = new Scratch(layout, settings.self());
        try {
            Foundation.lay(layout, scratch.uniqueName());
            scratch.sweep();
            return new Store(layout, settings, scratch);
        } catch (IOException e) {
            throw DiskFailure.of("open the store", layout.root(), e);
        }
    }

    /** {@return the folder of that entry, if the store has it} Counts as a use of it and of what it links to. */
    public Optional<Path> find(LayerKey key) {
        EntryName name = key.entry();
        try {
            Path seal = layout.seal(name);
            Instant lastUse = Files.getLastModifiedTime(seal).toInstant();
            if (!isTrusted(name)) {
                return Optional.empty();
            }
            if (lastUse.plus(USE_RESOLUTION).isBefore(settings.clock().instant())) {
                recordUse(name);
            }
            return Optional.of(layout.entry(name));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFailure.of("look up `" + key + "`", layout.root(), e);
        }
    }

    /**
     * Returns the folder of an entry, and builds it first if the store does not have it. Among all threads and processes one builds;
     * the others wait for it and get its result, or its failure. If the builder is cancelled, one of those who wait builds.
     *
     * @throws InterruptedException if this thread is interrupted while it waits or builds
     * @throws io.milieu.core.error.MilieuException what the source throws, or a failure of the disk
     */
    public Path obtain(LayerKey key, LayerSource source) throws InterruptedException {
        Optional<Path> present = find(key);
        return present.isPresent() ? present.get() : flights.join(key.entry(), () -> build(key, source));
    }

    /**
     * Makes what this process built or used in this boot outlast a power cut: one sync of the file system, then a mark per entry.
     * To be called off the critical path, at the end of a program or now and then.
     */
    public void settle() throws InterruptedException {
        try {
            Map<EntryName, Seal> batch = new LinkedHashMap<>();
            for (EntryName name : List.copyOf(unsettled.keySet())) {
                collectUnsettled(name, batch);
            }
            if (batch.isEmpty()) {
                return;
            }
            settings.disk().sync(layout.root());
            for (Map.Entry<EntryName, Seal> entry : batch.entrySet()) {
                gate.shared(() -> mark(entry.getKey(), entry.getValue()));
                unsettled.remove(entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw DiskFailure.of("bring the store to stable storage", layout.root(), e);
        }
    }

    /** {@return where everything is} */
    public StoreLayout layout() {
        return layout;
    }

    /** {@return what the store took from its surroundings} */
    public StoreSettings settings() {
        return settings;
    }

    /** {@return the gate between those who announce a use and the collector} */
    public Gate gate() {
        return gate;
    }

    /** {@return the store's temporary files and its trash} */
    public Scratch scratch() {
        return scratch;
    }

    /** {@return the seal of an entry, if it has one that can be read} */
    public Optional<Seal> seal(EntryName name) throws IOException {
        try {
            return Seal.parse(Files.readString(layout.seal(name)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** {@return whether the entry is complete: sealed in this boot, or known to have reached stable storage} */
    public boolean trusted(EntryName name) throws IOException {
        if (Files.exists(layout.durable(name))) {
            return true;
        }
        Optional<Seal> seal = seal(name).filter(value -> value.boot().equals(settings.boot()));
        seal.ifPresent(value -> unsettled.put(name, value));
        return seal.isPresent();
    }

    /** Once trusted, always trusted in this process, whose boot does not end: what replaces the entry is of this boot, too. */
    private boolean isTrusted(EntryName name) throws IOException {
        if (!trustedInThisBoot.contains(name) && trusted(name)) {
            trustedInThisBoot.add(name);
        }
        return trustedInThisBoot.contains(name);
    }

    /** Records a use now, however recent the last one is. Nothing happens if there is no such entry. */
    public void touch(EntryName name) throws IOException {
        try {
            Files.setLastModifiedTime(
                    layout.seal(name), FileTime.from(settings.clock().instant()));
        } catch (NoSuchFileException absent) {
            return;
        }
    }

    /** Takes an entry away by one rename; the caller has passed the gate alone and knows that nobody uses it. */
    public void discard(EntryName name) throws IOException {
        scratch.discard(layout.entry(name));
        unsettled.remove(name);
    }

    /** {@return the right to collect, if no other process is collecting; closing it gives it back} */
    public Optional<FileLock> tryCollect() throws IOException {
        return locks.tryLock(RangeLocks.COLLECTOR);
    }

    /** {@return the right to add to finished layers, such as byte code, after waiting for it; closing it gives it back} */
    public FileLock amend() throws IOException, InterruptedException {
        return locks.lock(RangeLocks.AMENDER);
    }

    /** {@return the same right, if nobody has it now} */
    public Optional<FileLock> tryAmend() throws IOException {
        return locks.tryLock(RangeLocks.AMENDER);
    }

    /** Takes write permission from a read-only entry again; the caller has the right to amend. */
    public void protect(EntryName name) throws IOException {
        if (trusted(name) && seal(name).map(Seal::readOnly).orElse(false)) {
            Trees.protectBelow(layout.entry(name));
        }
    }

    /** Gives the locks back. Entries that were not settled stay trusted until the next boot. */
    @Override
    public void close() {
        try {
            locks.close();
        } catch (IOException e) {
            throw DiskFailure.of("close the store", layout.root(), e);
        }
    }

    /** The entry before what it links to: whoever goes by age never finds a layer older than what needs it. */
    private void recordUse(EntryName name) throws IOException {
        touch(name);
        for (EntryName reference : seal(name).map(Seal::references).orElse(List.of())) {
            touch(reference);
        }
    }

    private Path build(LayerKey key, LayerSource source) throws InterruptedException {
        try (FileLock _ = locks.lock(RangeLocks.position(key.entry()))) {
            Optional<Path> present = find(key);
            if (present.isPresent()) {
                return present.get();
            }
            Seal seal = new Construction(layout, settings, scratch).build(key, source);
            unsettled.put(key.entry(), seal);
            return layout.entry(key.entry());
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw (InterruptedException)
                    new InterruptedException("interrupted while building `" + key + "`").initCause(e);
        } catch (UncheckedIOException e) {
            throw DiskFailure.of(
                    "build `" + key + "`", layout.entry(key.entry()), Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw DiskFailure.of("build `" + key + "`", layout.entry(key.entry()), e);
        }
    }

    /** What an entry links to comes before it: a mark vouches for all that is needed to use the entry. */
    private void collectUnsettled(EntryName name, Map<EntryName, Seal> batch) throws IOException {
        Optional<Seal> seal = seal(name).filter(value -> value.boot().equals(settings.boot()));
        if (seal.isEmpty() || batch.containsKey(name) || Files.exists(layout.durable(name))) {
            unsettled.remove(name);
            return;
        }
        for (EntryName reference : seal.get().references()) {
            collectUnsettled(reference, batch);
        }
        batch.put(name, seal.get());
    }

    /** The entry, or what it links to, may have been replaced since the sync began; then it waits for the next one. */
    private boolean mark(EntryName name, Seal synced) throws IOException {
        boolean complete = synced.references().stream().allMatch(reference -> Files.exists(layout.durable(reference)));
        if (!complete || !seal(name).equals(Optional.of(synced)) || Files.exists(layout.durable(name))) {
            return false;
        }
        Path entry = layout.entry(name);
        Trees.unprotect(entry);
        Files.writeString(layout.durable(name), "");
        if (synced.readOnly()) {
            Trees.protect(entry);
        }
        return true;
    }
}
