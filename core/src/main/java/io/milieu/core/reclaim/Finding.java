package io.milieu.core.reclaim;

import java.nio.file.Path;

/**
 * Something in a store that is not as it should be.
 *
 * @param kind of finding
 * @param path where
 * @param sentence what it is, for people
 */
public record Finding(Kind kind, Path path, String sentence) {

    /** The kinds of findings. */
    public enum Kind {
        /** An entry whose seal is missing or unreadable. */
        SEAL_BROKEN,
        /** An environment whose description is missing or cannot be understood. */
        DESCRIPTION_BROKEN,
        /** An entry of an earlier boot that was never settled. */
        UNTRUSTED,
        /** An entry that links to one that is gone. */
        DANGLING,
        /** A file of a layer has other content than it should. */
        DAMAGED,
        /** Write permission where there should be none. */
        WRITABLE,
        /** What a dead process left in {@code tmp/}. */
        LEFTOVER,
        /** A living holder has leased an entry that is gone, or cannot be used. */
        LOST,
        /** The lease of a holder that is gone. */
        STALE_LEASE,
        /** The pin of a process that is gone. */
        STALE_PIN,
        /** Others than the owner may enter the store. */
        NOT_PRIVATE
    }

    /** {@return whether a collection puts it right without anybody losing anything} */
    public boolean harmless() {
        return switch (kind) {
            case SEAL_BROKEN, UNTRUSTED, LEFTOVER, STALE_LEASE, STALE_PIN -> true;
            case DESCRIPTION_BROKEN, DAMAGED, DANGLING, LOST, WRITABLE, NOT_PRIVATE -> false;
        };
    }
}
