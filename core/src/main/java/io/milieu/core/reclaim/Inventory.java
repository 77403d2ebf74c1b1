package io.milieu.core.reclaim;

import io.milieu.core.store.EntryName;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a scan found in the store.
 *
 * @param time when the scan began; what was used since is not in question
 * @param entries all entries, by name
 * @param pinned the entries that builds in progress need
 */
public record Inventory(Instant time, List<Entry> entries, Set<EntryName> pinned) {

    /** Copies the collections. */
    public Inventory {
        entries = List.copyOf(entries);
        pinned = Set.copyOf(pinned);
    }

    /** {@return the bytes of all entries} */
    public long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }
}
