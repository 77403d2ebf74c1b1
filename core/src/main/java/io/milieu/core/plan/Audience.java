package io.milieu.core.plan;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The listeners of all who wait for one thing that one of them works on. No lock is held while they are told. Thread-safe. */
final class Audience<K> {
    private final ConcurrentMap<K, List<Seat>> seats = new ConcurrentHashMap<>();

    /** One who waits. A listener that throws is told nothing more, and spoils the work for nobody but its owner. */
    static final class Seat {
        private final BuildListener listener;
        private volatile @Nullable RuntimeException failure;

        private Seat(BuildListener listener) {
            this.listener = listener;
        }

        private void tell(BuildEvent event) {
            if (failure == null) {
                try {
                    listener.on(event);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
        }

        /** Throws what the listener threw, if it did. */
        void complain() {
            RuntimeException thrown = failure;
            if (thrown != null) {
                throw thrown;
            }
        }
    }

    Seat enter(K subject, BuildListener listener) {
        Seat seat = new Seat(listener);
        seats.compute(subject, (key, seated) -> {
            List<Seat> all = copy(seated);
            all.add(seat);
            return all;
        });
        return seat;
    }

    /** Undoes one {@link #enter}. */
    void leave(K subject, Seat seat) {
        seats.compute(subject, (key, seated) -> {
            List<Seat> all = copy(seated);
            all.remove(seat);
            return all.isEmpty() ? null : all;
        });
    }

    void tell(K subject, BuildEvent event) {
        seats.getOrDefault(subject, List.of()).forEach(seat -> seat.tell(event));
    }

    /** Lists in the map never change: they may be walked through at any time. */
    private static List<Seat> copy(@Nullable List<Seat> seated) {
        return seated == null ? new ArrayList<>() : new ArrayList<>(seated);
    }
}
