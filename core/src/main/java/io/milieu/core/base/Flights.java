package io.milieu.core.base;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/**
 * Single flight among the threads of this process: the first to ask for a key does the work, the others get its outcome. Nothing is
 * kept once the work has ended, so work that somebody may have done a moment ago looks for its result first. Thread-safe.
 *
 * @param <K> what is asked for
 * @param <V> the answer
 */
public final class Flights<K, V> {
    private final ConcurrentMap<K, CompletableFuture<Outcome<V>>> running = new ConcurrentHashMap<>();

    private sealed interface Outcome<V> {
        record Done<V>(V value) implements Outcome<V> {}

        record Failed<V>(Throwable failure) implements Outcome<V> {}

        record Abandoned<V>() implements Outcome<V> {}
    }

    /** What finds an answer. */
    @FunctionalInterface
    public interface Work<V> {
        /** {@return the answer} */
        V run() throws InterruptedException;
    }

    /** Nobody is asking for anything. */
    public Flights() {}

    /**
     * Does the work, or waits for the thread that is doing it. If that thread is cancelled, one of the waiting threads does the
     * work; if the work fails, all get the failure, and who asks later tries anew.
     *
     * @throws InterruptedException if this thread is interrupted while it works or waits
     */
    public V join(K key, Work<V> work) throws InterruptedException {
        while (true) {
            CompletableFuture<Outcome<V>> mine = new CompletableFuture<>();
            CompletableFuture<Outcome<V>> other = running.putIfAbsent(key, mine);
            Optional<V> value = other == null ? Optional.of(lead(key, mine, work)) : follow(other);
            if (value.isPresent()) {
                return value.get();
            }
        }
    }

    private V lead(K key, CompletableFuture<Outcome<V>> flight, Work<V> work) throws InterruptedException {
        Outcome<V> outcome = new Outcome.Abandoned<>();
        try {
            V value = work.run();
            outcome = new Outcome.Done<>(value);
            return value;
        } catch (RuntimeException | Error failure) {
            outcome = cancelled(failure) ? new Outcome.Abandoned<>() : new Outcome.Failed<>(failure);
            throw failure;
        } finally {
            // First out of the table: whoever learns of an abandoned flight must not find it there again.
            running.remove(key, flight);
            flight.complete(outcome);
        }
    }

    private static <V> Optional<V> follow(CompletableFuture<Outcome<V>> flight) throws InterruptedException {
        try {
            return switch (flight.get()) {
                case Outcome.Done<V>(V value) -> Optional.of(value);
                case Outcome.Abandoned<V>() -> Optional.empty();
                case Outcome.Failed<V>(RuntimeException failure) -> throw failure;
                case Outcome.Failed<V>(Error failure) -> throw failure;
                case Outcome.Failed<V>(Throwable failure) -> throw new IllegalStateException(failure);
            };
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a flight never completes exceptionally", impossible);
        }
    }

    /** An interrupt surfaces in many forms, such as a closed channel: what the interrupted thread met is no answer for others. */
    private static boolean cancelled(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || (failure instanceof MilieuException reported && reported.code() == CoreError.CANCELLED);
    }
}
