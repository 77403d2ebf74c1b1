package io.milieu.agent.build;

import io.milieu.core.build.Environment;
import io.milieu.core.error.MilieuException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place in the queue. Whoever holds it waits for the build; when the last has left, the build is cancelled. Thread-safe. */
public final class Ticket implements AutoCloseable {
    private final Build build;
    private final Runnable leave;
    private final AtomicBoolean left = new AtomicBoolean();

    Ticket(Build build, Runnable leave) {
        this.build = build;
        this.leave = leave;
    }

    /** {@return the build that is waited for} */
    public Build build() {
        return build;
    }

    /**
     * Waits for the end.
     *
     * @return the environment
     * @throws MilieuException with the build's failure
     * @throws InterruptedException if the waiting thread was interrupted; the build goes on
     */
    public Environment await() throws InterruptedException {
        return build.await();
    }

    /** Waits at most that long; {@return the environment, or nothing if the build has not ended} */
    public Optional<Environment> await(Duration patience) throws InterruptedException {
        return build.await(patience);
    }

    /** Waits no longer. */
    @Override
    public void close() {
        if (left.compareAndSet(false, true)) {
            leave.run();
        }
    }
}
