package io.milieu.core.base;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Values that are made once, however many threads ask at the same moment; the most recently used are kept. A failure is given
 * to all who wait for it and not kept. The lock guards the table only and is not held while a value is made. Thread-safe.
 */
public final class OnceMap<K, V> {
    private final Flights<K, V> flights = new Flights<>();
    private final Map<K, V> kept;

    /** An empty map that keeps at most so many values. */
    public OnceMap(int limit) {
        kept = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }

    /**
     * {@return the value of a key, made now if there is none}
     *
     * @throws MilieuException {@link CoreError#CANCELLED} if this thread is interrupted while another makes the value; else what
     *     the maker throws
     */
    public V get(K key, Supplier<V> maker) {
        Optional<V> known = find(key);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            // Somebody may have made it since we looked.
            return flights.join(key, () -> find(key).orElseGet(() -> keep(key, maker.get())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(CoreError.CANCELLED, "waiting for another request was interrupted", List.of(), e);
        }
    }

    private Optional<V> find(K key) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(key));
        }
    }

    private V keep(K key, V value) {
        synchronized (kept) {
            kept.put(key, value);
        }
        return value;
    }
}
