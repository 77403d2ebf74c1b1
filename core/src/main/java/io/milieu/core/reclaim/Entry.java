package io.milieu.core.reclaim;

import io.milieu.core.store.EntryName;
import java.time.Instant;
import java.util.List;

/**
 * One entry, as a scan of the store found it.
 *
 * @param name of the entry
 * @param state whether it can be used at all
 * @param bytes that it takes on disk, as its builder said
 * @param lastUse when it was last used, exact to a minute
 * @param references the entries it links into
 * @param leases how many living holders have leased it
 */
public record Entry(EntryName name, State state, long bytes, Instant lastUse, List<EntryName> references, int leases) {

    /** Copies the references. */
    public Entry {
        references = List.copyOf(references);
    }

    /** Whether an entry can be used. */
    public enum State {
        /** Sealed in this boot; a power cut would lose it. */
        TRUSTED_IN_THIS_BOOT,
        /** Sealed and known to be on stable storage. */
        DURABLE,
        /** Sealed in an earlier boot and never settled: parts of it may be lost, nobody uses it. */
        UNTRUSTED,
        /** Without a readable seal. */
        BROKEN;

        /** {@return whether the store would hand the entry out} */
        public boolean usable() {
            return this == TRUSTED_IN_THIS_BOOT || this == DURABLE;
        }
    }
}
