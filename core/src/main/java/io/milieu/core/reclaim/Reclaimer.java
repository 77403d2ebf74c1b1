package io.milieu.core.reclaim;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes entries away. Each goes by one rename, after a last look under the gate that nobody came to use it since the plan was made; the
 * deleting comes afterwards and disturbs nobody. Thread-safe; at most one collector per store is at work.
 */
public final class Reclaimer {
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
        try {
            Optional<FileLock> right = store.tryCollect();
            if (right.isEmpty()) {
                return new ReclaimResult(List.of(), CachePlan.NOTHING, 0, 0, true);
            }
            try (FileLock _ = right.get()) {
                store.scratch().sweep();
                leases.sweep();
                pins.sweep();
                ReclaimResult result = execute(plan(policy));
                store.scratch().emptyTrash();
                return result;
            }
        } catch (IOException e) {
            throw DiskFailure.of("free space", store.layout().root(), e);
        }
    }

    /**
     * Takes one environment away, whatever its age. What it links to stays until the next collection.
     *
     * @return whether the store had it
     * @throws MilieuException {@link CoreError#IN_USE} if a living holder has leased it or a build has pinned it
     */
    public boolean remove(LayerKey environment) throws InterruptedException {
        EntryName name = environment.entry();
        try {
            Optional<Boolean> removed = store.gate().alone(() -> {
                refuseIfUsed(environment);
                return takeAway(name);
            });
            store.scratch().emptyTrash();
            return removed.orElseThrow(() -> inUse(environment, "the store is busy"));
        } catch (IOException e) {
            throw DiskFailure.of("remove `" + environment + "`", store.layout().entry(name), e);
        }
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

    private void refuseIfUsed(LayerKey environment) throws IOException {
        int holders = leases.of(environment.entry()).size();
        if (holders > 0) {
            throw inUse(environment, holders == 1 ? "it has a living holder" : "it has " + holders + " living holders");
        }
        if (pins.pinned().contains(environment.entry())) {
            throw inUse(environment, "a build needs it");
        }
    }

    private static MilieuException inUse(LayerKey environment, String reason) {
        return new MilieuException(
                CoreError.IN_USE,
                "cannot remove `" + environment + "`: " + reason,
                List.of("End the processes that use it, then try again."));
    }
}
