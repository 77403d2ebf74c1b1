package io.milieu.ray.agent;

import io.milieu.ray.wire.EnvState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often each environment is in use, as the raylet counts, and what came of making it. Thread-safe.
 */
final class References {
    /** Failures are listed for a while, for people who look for the reason. */
    private static final Duration FAILURES_LISTED = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Everything but the spelling is guarded by the table's lock. */
    private static final class Entry {
        private final String received;
        private long count;
        private Optional<Prepared> prepared = Optional.empty();
        private Optional<String> error = Optional.empty();
        private Duration took = Duration.ZERO;
        private Instant ended = Instant.MIN;

        Entry(String received) {
            this.received = received;
        }
    }

    References(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Counts a use.
     *
     * @param key the same for all spellings
     * @param received the spelling that is listed
     * @param counted whether it is a use at all: that of a server for clients is not
     * @return what is ready for it, if anything is
     */
    synchronized Optional<Prepared> enter(String key, String received, boolean counted) {
        Entry entry = entries.computeIfAbsent(key, absent -> new Entry(received));
        if (counted) {
            entry.count++;
        }
        return entry.prepared;
    }

    /**
     * Keeps what was made for all who use it.
     *
     * @return what is to be given back: the second of two that were made at once, or one that nobody uses any more
     */
    synchronized Optional<Prepared> ready(String key, Prepared made, Duration took) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.of(made);
        }
        entry.error = Optional.empty();
        if (entry.prepared.isPresent()) {
            return Optional.of(made);
        }
        entry.prepared = Optional.of(made);
        entry.took = took;
        return Optional.empty();
    }

    /** Takes the use back that led to a failure. */
    synchronized void failed(String key, String error, Duration took, boolean counted) {
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.count -= counted ? 1 : 0;
            entry.error = Optional.of(error);
            entry.took = took;
            entry.ended = clock.instant();
        }
        forgetOldFailures();
    }

    /** What a raylet may hear of a use that ended. */
    sealed interface Left {
        /** Others still use it. */
        record InUse() implements Left {}

        /** Nobody does; this is to be given back. */
        record Unused(Optional<Prepared> prepared) implements Left {}

        /** Nobody did. */
        record Unknown() implements Left {}
    }

    /** Counts one use less. */
    synchronized Left leave(String key) {
        Entry entry = entries.get(key);
        if (entry == null || entry.count == 0) {
            return new Left.Unknown();
        }
        entry.count--;
        if (entry.count > 0) {
            return new Left.InUse();
        }
        entries.remove(key);
        return new Left.Unused(entry.prepared);
    }

    /** {@return all environments in use and recent failures, in the order in which they were first asked for} */
    synchronized List<EnvState> states() {
        forgetOldFailures();
        List<EnvState> states = new ArrayList<>();
        for (Entry entry : entries.values()) {
            EnvState.Builder state =
                    EnvState.newBuilder().setRuntimeEnv(entry.received).setReferences(entry.count);
            if (entry.prepared.isPresent() || entry.error.isPresent()) {
                state.setSuccess(entry.prepared.isPresent()).setCreationTimeMs(entry.took.toMillis());
            }
            entry.error.ifPresent(state::setError);
            states.add(state.build());
        }
        return states;
    }

    private void forgetOldFailures() {
        Instant oldest = clock.instant().minus(FAILURES_LISTED);
        entries.values()
                .removeIf(entry -> entry.count == 0
                        && entry.prepared.isEmpty()
                        && entry.error.isPresent()
                        && entry.ended.isBefore(oldest));
    }
}
