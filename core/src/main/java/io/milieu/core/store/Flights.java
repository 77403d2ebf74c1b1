package io.milieu.core.store;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/** Single flight among the threads of this process: the first to ask for a key does the work, the others get its outcome. */
final class Flights {
    private final ConcurrentMap<EntryName, CompletableFuture<Outcome>> running = new ConcurrentHashMap<>();

    private sealed interface Outcome {
        record Built(Path path) implements Outcome {}

        record Failed(Throwable failure) implements Outcome {}

        record Abandoned() implements Outcome {}
    }

    @FunctionalInterface
    interface Work {
        Path run() throws InterruptedException;
    }

    /**
     * Does the work, or waits for the thread that is doing it. If that thread is cancelled, one of the waiting threads does the
     * work; if the work fails, all get the failure, and who asks later tries anew.
     */
    Path join(EntryName name, Work work) throws InterruptedException {
        while (true) {
            CompletableFuture<Outcome> mine = new CompletableFuture<>();
            CompletableFuture<Outcome> other = running.putIfAbsent(name, mine);
            Optional<Path> path = other == null ? Optional.of(lead(name, mine, work)) : follow(other);
            if (path.isPresent()) {
                return path.get();
            }
        }
    }

    private Path lead(EntryName name, CompletableFuture<Outcome> flight, Work work) throws InterruptedException {
        Outcome outcome = new Outcome.Abandoned();
        try {
            Path path = work.run();
            outcome = new Outcome.Built(path);
            return path;
        } catch (RuntimeException | Error failure) {
            outcome = cancelled(failure) ? new Outcome.Abandoned() : new Outcome.Failed(failure);
            throw failure;
        } finally {
            // First out of the table: whoever learns of an abandoned flight must not find it there again.
            running.remove(name, flight);
            flight.complete(outcome);
        }
    }

    private static Optional<Path> follow(CompletableFuture<Outcome> flight) throws InterruptedException {
        try {
            return switch (flight.get()) {
                case Outcome.Built(Path path) -> Optional.of(path);
                case Outcome.Abandoned() -> Optional.empty();
                case Outcome.Failed(RuntimeException failure) -> throw failure;
                case Outcome.Failed(Error failure) -> throw failure;
                case Outcome.Failed(Throwable failure) -> throw new IllegalStateException(failure);
            };
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("a flight never completes exceptionally", impossible);
        }
    }

    private static boolean cancelled(Throwable failure) {
        return failure instanceof MilieuException reported && reported.code() == CoreError.CANCELLED;
    }
}
