package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Values that are made once, however many threads ask at the same moment; the most recently used are kept. A failure is given
 * to all who wait for it and not kept. The lock guards the table only and is not held while a value is made. Thread-safe.
 */
final class OnceMap<K, V> {
    private final Map<K, CompletableFuture<V>> entries;

    OnceMap(int limit) {
        entries = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, CompletableFuture<V>> eldest) {
                return size() > limit;
            }
        };
    }

    V get(K key, Supplier<V> maker) {
        while (true) {
            CompletableFuture<V> own = new CompletableFuture<>();
            Optional<CompletableFuture<V>> earlier = enter(key, own);
            if (earlier.isEmpty()) {
                return make(key, own, maker);
            }
            try {
                return earlier.get().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MilieuException(
                        CoreError.CANCELLED, "waiting for another request was interrupted", List.of(), e);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof MilieuException failure)) {
                    throw new IllegalStateException(e.getCause());
                }
                // Whoever was making the value gave up; that is no answer for those who did not.
                if (failure.code() != CoreError.CANCELLED) {
                    throw failure;
                }
            }
        }
    }

    private V make(K key, CompletableFuture<V> own, Supplier<V> maker) {
        try {
            V value = maker.get();
            own.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            forget(key, own);
            own.completeExceptionally(e);
            throw e;
        }
    }

    private Optional<CompletableFuture<V>> enter(K key, CompletableFuture<V> own) {
        synchronized (entries) {
            return Optional.ofNullable(entries.putIfAbsent(key, own));
        }
    }

    private void forget(K key, CompletableFuture<V> own) {
        synchronized (entries) {
            entries.remove(key, own);
        }
    }
}
