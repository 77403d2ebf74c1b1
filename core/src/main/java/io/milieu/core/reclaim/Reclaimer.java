package io.milieu.core.reclaim;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Takes entries away. Each goes by one rename, after a last look under the gate that nobody came to use it since the plan was made; the
 * deleting comes afterwards and disturbs nobody. Thread-safe; at most one collector per store is at work.
 */
public final class Reclaimer {
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Store store;
    private final StoreScan scan;
    private final Leases leases;
    private final Pins pins;
    private final Caches caches;

    /** A collector of that store. */
    public Reclaimer(Store store) {
        this.store = store;
        this.scan = new StoreScan(store);
        this.leases = new Leases(store);
        this.pins = new Pins(store);
        this.caches = new Caches(store.layout().caches());
    }

    /** {@return what {@link #reclaim} would do now} */
    public ReclaimPlan plan(ReclaimPolicy policy) {
        return ReclaimPlan.of(scan.inventory(), caches.files(), policy);
    }

    /** Takes away what the policy does not let stay, and what dead processes left, then empties the trash. */
    public ReclaimResult reclaim(ReclaimPolicy policy) throws InterruptedException {
        return collect(policy, () -> true).orElse(new ReclaimResult(List.of(), CachePlan.NOTHING, 0, 0, true));
    }

    /** Does the same if {@link #isDue}; {@return what was done, if anything} */
    public Optional<ReclaimResult> reclaimIfDue(ReclaimPolicy policy) throws InterruptedException {
        return isDue() ? collect(policy, this::isDue) : Optional.empty();
    }

    /** {@return whether the last collection by any process began more than an hour ago} Looks at one file. */
    public boolean isDue() {
        Path stamp = store.layout().collected();
        try {
            Duration since = Duration.between(
                    Files.getLastModifiedTime(stamp).toInstant(),
                    store.settings().clock().instant());
            return since.isNegative() || since.compareTo(INTERVAL) > 0;
        } catch (NoSuchFileException never) {
            return true;
        } catch (IOException e) {
            throw DiskFailure.of("look when space was last freed", stamp, e);
        }
    }

    private Optional<ReclaimResult> collect(ReclaimPolicy policy, BooleanSupplier condition)
            throws InterruptedException {
        try {
            Optional<FileLock> right = store.tryCollect();
            if (right.isEmpty()) {
                return Optional.empty();
            }
            try (FileLock _ = right.get()) {
                if (!condition.getAsBoolean()) {
                    return Optional.empty();
                }
                // First: a collection that fails is not tried again by every process that comes.
                stamp();
                store.scratch().sweep();
                leases.sweep();
                pins.sweep();
                ReclaimResult result = execute(plan(policy));
                store.scratch().emptyTrash();
                return Optional.of(result);
            }
        } catch (IOException e) {
            throw DiskFailure.of("free space", store.layout().root(), e);
        }
    }

    private void stamp() throws IOException {
        Path stamp = store.layout().collected();
        if (!Files.exists(stamp)) {
            Files.writeString(stamp, "");
        }
        Files.setLastModifiedTime(stamp, FileTime.from(store.settings().clock().instant()));
    }

    /**
     * Takes one environment away, whatever its age. What it links to stays until the next collection.
     *
     * @return whether the store had it
     * @throws MilieuException {@link CoreError#IN_USE} if a living holder has leased it or a build has pinned it
     */
    public boolean remove(EntryName environment) throws InterruptedException {
        return removeIf(environment, () -> true);
    }

    /** Does the same, if the environment still is as it was when that was decided. */
    public boolean removeIf(EntryName environment, BooleanSupplier condition) throws InterruptedException {
        try {
            Optional<Boolean> removed = store.gate().alone(() -> condition.getAsBoolean() && removeUnused(environment));
            store.scratch().emptyTrash();
            return removed.orElseThrow(() -> inUse(environment, "the store is busy"));
        } catch (IOException e) {
            throw DiskFailure.of(
                    "remove `" + environment.brief() + "`", store.layout().entry(environment), e);
        }
    }

    private boolean removeUnused(EntryName environment) throws IOException {
        refuseIfUsed(environment);
        return takeAway(environment);
    }

    private ReclaimResult execute(ReclaimPlan plan) throws IOException, InterruptedException {
        List<ReclaimPlan.Victim> removed = new ArrayList<>();
        Set<EntryName> kept = new HashSet<>();
        long bytes = plan.bytesBefore();
        for (ReclaimPlan.Victim victim : plan.victims()) {
            EntryName name = victim.entry().name();
            boolean gone = !kept.contains(name)
                    && store.gate()
                            .alone(() -> isStillFree(victim.entry()) && takeAway(name))
                            .orElse(false);
            if (gone) {
                removed.add(victim);
                bytes -= victim.entry().bytes();
            } else {
                // Victims come after what links to them: what stays keeps what it links to.
                kept.addAll(victim.entry().references());
            }
        }
        CachePlan pruned = caches.prune(plan.caches());
        int spared = plan.victims().size() - removed.size();
        return new ReclaimResult(removed, pruned, spared, bytes - pruned.bytes(), false);
    }

    /** Whoever pins, finds or leases an entry changes its time of last use or is to be seen at once. */
    private boolean isStillFree(Entry planned) throws IOException {
        Optional<Entry> now = scan.entry(planned.name());
        return now.equals(Optional.of(planned)) && !pins.pinned().contains(planned.name());
    }

    private boolean takeAway(EntryName name) throws IOException {
        if (!Files.isDirectory(store.layout().entry(name))) {
            return false;
        }
        store.discard(name);
        leases.forget(name);
        return true;
    }

    private void refuseIfUsed(EntryName environment) throws IOException {
        int holders = leases.of(environment).size();
        if (holders > 0) {
            throw inUse(environment, holders == 1 ? "it has a living holder" : "it has " + holders + " living holders");
        }
        if (pins.pinned().contains(environment)) {
            throw inUse(environment, "a build needs it");
        }
    }

    private static MilieuException inUse(EntryName environment, String reason) {
        return new MilieuException(
                CoreError.IN_USE,
                "cannot remove `" + environment.brief() + "`: " + reason,
                List.of("End the processes that use it, then try again."));
    }
}
