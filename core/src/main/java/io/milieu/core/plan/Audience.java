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
    private final ConcurrentMap<K, List<BuildListener>> seats = new ConcurrentHashMap<>();

    void enter(K subject, BuildListener listener) {
        seats.compute(subject, (key, seated) -> {
            List<BuildListener> all = copy(seated);
            all.add(listener);
            return all;
        });
    }

    /** Undoes one {@link #enter}. */
    void leave(K subject, BuildListener listener) {
        seats.compute(subject, (key, seated) -> {
            List<BuildListener> all = copy(seated);
            all.remove(listener);
            return all.isEmpty() ? null : all;
        });
    }

    void tell(K subject, BuildEvent event) {
        seats.getOrDefault(subject, List.of()).forEach(listener -> listener.on(event));
    }

    /** Lists in the map never change: they may be walked through at any time. */
    private static List<BuildListener> copy(@Nullable List<BuildListener> seated) {
        return seated == null ? new ArrayList<>() : new ArrayList<>(seated);
    }
}
