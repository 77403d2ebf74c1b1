package io.milieu.core.reclaim;

import io.milieu.core.store.EntryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is to go, in the order in which it goes. An entry goes only after everything that links to it.
 *
 * @param victims the entries that go
 * @param caches the cached files that go
 * @param bytesBefore the bytes of all entries and cached files
 * @param bytesAfter the bytes of what stays
 */
public record ReclaimPlan(List<Victim> victims, CachePlan caches, long bytesBefore, long bytesAfter) {

    /** Copies the victims. */
    public ReclaimPlan {
        victims = List.copyOf(victims);
    }

    /** One entry that goes, and why. */
    public record Victim(Entry entry, Reason reason) {}

    /** Why an entry or a cached file goes. */
    public enum Reason {
        /** It cannot be used. */
        UNUSABLE,
        /** It was not used for longer than the policy allows. */
        TOO_OLD,
        /** It is the least recently used while the store is larger than the policy allows. */
        OVER_BUDGET
    }

    /** {@return the plan for that inventory and those cached files} A pure function: equal inputs give equal plans. */
    public static ReclaimPlan of(Inventory inventory, List<CachedFile> cached, ReclaimPolicy policy) {
        CachePlan caches = CachePlan.of(cached, inventory.time(), policy);
        long before =
                inventory.bytes() + cached.stream().mapToLong(CachedFile::bytes).sum();
        Planning planning = new Planning(inventory, policy, before - caches.bytes());
        List<Victim> victims = planning.victims();
        return new ReclaimPlan(victims, caches, before, planning.bytes);
    }

    /** One queue, least recently used first, of all that nothing else needs; what goes frees what it linked to. */
    private static final class Planning {
        private final Inventory inventory;
        private final ReclaimPolicy policy;
        private final Map<EntryName, Entry> entries = new HashMap<>();
        private final Map<EntryName, Integer> users = new HashMap<>();
        private final PriorityQueue<Entry> free = new PriorityQueue<>(
                Comparator.comparing((Entry entry) -> entry.state().usable())
                        .thenComparing(Entry::lastUse)
                        .thenComparing(Entry::name));
        private final List<Victim> victims = new ArrayList<>();
        private long bytes;

        Planning(Inventory inventory, ReclaimPolicy policy, long bytes) {
            this.inventory = inventory;
            this.policy = policy;
            this.bytes = bytes;
            for (Entry entry : inventory.entries()) {
                entries.put(entry.name(), entry);
                entry.references().forEach(name -> users.merge(name, 1, Integer::sum));
            }
        }

        List<Victim> victims() {
            entries.values().forEach(this::offer);
            while (!free.isEmpty()) {
                Entry entry = free.remove();
                Reason reason = reason(entry);
                if (reason == null) {
                    // Everything still in the queue is younger, and all of it usable.
                    break;
                }
                victims.add(new Victim(entry, reason));
                bytes -= entry.bytes();
                for (EntryName name : entry.references()) {
                    users.merge(name, -1, Integer::sum);
                    Entry freed = entries.get(name);
                    if (freed != null) {
                        offer(freed);
                    }
                }
            }
            return victims;
        }

        private void offer(Entry entry) {
            Instant limit = inventory.time().minus(policy.minAge());
            if (users.getOrDefault(entry.name(), 0) == 0
                    && entry.leases() == 0
                    && !inventory.pinned().contains(entry.name())
                    && entry.lastUse().isBefore(limit)) {
                free.add(entry);
            }
        }

        private @Nullable Reason reason(Entry entry) {
            if (!entry.state().usable()) {
                return Reason.UNUSABLE;
            }
            if (policy.maxAge()
                    .filter(age -> entry.lastUse().plus(age).isBefore(inventory.time()))
                    .isPresent()) {
                return Reason.TOO_OLD;
            }
            return bytes > policy.maxBytes() ? Reason.OVER_BUDGET : null;
        }
    }
}
