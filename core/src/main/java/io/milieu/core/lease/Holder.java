package io.milieu.core.lease;

import io.milieu.core.posix.ProcessIdentity;
import java.time.Instant;

/** Who holds a lease. A lease ends with its holder, whether it is released or not. */
public sealed interface Holder {

    /** A process of this node; it holds until it ends. */
    record OfProcess(ProcessIdentity process) implements Holder {}

    /**
     * Something that this node cannot observe, such as a job of an engine; it holds until the end, which it moves by acquiring
     * again.
     *
     * @param name of the holder; leases with the same name are one lease
     * @param end from which on the lease is void
     */
    record Named(String name, Instant end) implements Holder {}

    /** {@return this process as a holder} */
    static Holder self() {
        return new OfProcess(ProcessIdentity.self());
    }

    /** {@return whether it still holds at that time} */
    default boolean holds(Instant now) {
        return switch (this) {
            case OfProcess(ProcessIdentity process) -> process.alive();
            case Named(String name, Instant end) -> now.isBefore(end);
        };
    }
}
