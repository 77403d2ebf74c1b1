package io.milieu.core.build;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A build under way: it can be awaited, watched and cancelled. The work runs on a virtual thread of its own, watched by another
 * that ends it when its time is over. Thread-safe.
 */
public final class BuildHandle {
    /** Where a build stands. */
    public enum State {
        /** It is being worked on. */
        RUNNING,
        /** The environment is ready. */
        READY,
        /** It failed; {@link #await} throws the failure. */
        FAILED,
        /** It was cancelled, or took longer than it may. */
        CANCELLED
    }

    /** What a handle runs. */
    @FunctionalInterface
    public interface Work {
        /** Makes the environment. */
        Environment run(BuildListener listener) throws InterruptedException;
    }

    private final List<BuildListener> listeners = new CopyOnWriteArrayList<>();
    private final BuildProgress progress = new BuildProgress();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread worker;
    private volatile State state = State.RUNNING;
    private volatile @Nullable Environment environment;
    private volatile @Nullable MilieuException failure;
    private volatile @Nullable MilieuException reasonToStop;

    private BuildHandle(Work work) {
        worker = Thread.ofVirtual().name("milieu-build").unstarted(() -> run(work));
    }

    /**
     * Starts a build.
     *
     * @param work what to do
     * @param limit how long it may take; negative for no limit
     * @param listener told of events from the first one on
     * @return the handle
     */
    public static BuildHandle start(Work work, Duration limit, BuildListener listener) {
        BuildHandle handle = new BuildHandle(work);
        handle.listeners.add(handle.progress);
        handle.listeners.add(listener);
        handle.worker.start();
        if (!limit.isNegative()) {
            Thread.ofVirtual().name("milieu-build-limit").start(() -> handle.watch(limit));
        }
        return handle;
    }

    /** {@return where the build stands} */
    public State state() {
        return state;
    }

    /** {@return how far it got, as part of a sentence} */
    public String progress() {
        return progress.sentence();
    }

    /** Adds a listener that is told of events from now on. */
    public void listen(BuildListener listener) {
        listeners.add(listener);
    }

    /**
     * Waits for the end.
     *
     * @return the environment
     * @throws MilieuException with the build's failure
     * @throws InterruptedException if the waiting thread was interrupted; the build goes on
     */
    public Environment await() throws InterruptedException {
        done.await();
        return result();
    }

    /** Waits at most that long; {@return the environment, or nothing if the build still runs} */
    public Optional<Environment> await(Duration patience) throws InterruptedException {
        return ended(patience) ? Optional.of(result()) : Optional.empty();
    }

    /** Waits until the build has ended, well or not; does not give way to interrupts. */
    public void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the build if it still runs. What is complete stays in the store; what is not is removed. */
    public void cancel() {
        stop(new MilieuException(CoreError.CANCELLED, "the build was cancelled: " + progress.sentence()));
    }

    private Environment result() {
        MilieuException failed = failure;
        if (failed != null) {
            throw failed;
        }
        Environment ready = environment;
        if (ready == null) {
            throw new IllegalStateException("a build ended without a result");
        }
        return ready;
    }

    private void run(Work work) {
        try {
            Environment made = work.run(this::tell);
            tell(new BuildEvent.Ready(made.id().brief()));
            environment = made;
            state = State.READY;
        } catch (InterruptedException e) {
            end(new MilieuException(CoreError.CANCELLED, "the build was interrupted"), State.CANCELLED);
        } catch (MilieuException e) {
            end(e, State.FAILED);
        } catch (RuntimeException | Error e) {
            // Whoever waits must learn of a defect too, or would wait for ever.
            end(MilieuException.defect("the build failed unexpectedly", e), State.FAILED);
        } finally {
            done.countDown();
        }
    }

    /** An interrupt surfaces in many forms, such as a closed channel: whoever stopped the build knows the real reason. */
    private void end(MilieuException cause, State otherwise) {
        MilieuException reason = reasonToStop;
        MilieuException told = reason != null ? reason : cause;
        failure = told;
        state = reason != null ? State.CANCELLED : otherwise;
        tell(new BuildEvent.Failed(told));
    }

    private void tell(BuildEvent event) {
        listeners.forEach(listener -> listener.on(event));
    }

    /** As {@code Duration.toNanos} overflows after 292 years, which is what some mean by for ever. */
    private boolean ended(Duration patience) throws InterruptedException {
        return done.await(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
    }

    private void watch(Duration limit) {
        try {
            if (!ended(limit)) {
                stop(new MilieuException(
                        CoreError.SETUP_TIMEOUT,
                        "the environment was not ready within the timeout of " + limit.toSeconds() + " seconds: "
                                + progress.sentence(),
                        List.of(
                                "What is complete stays in the store: the same request goes on from there.",
                                "Give more time with `config.setup_timeout_seconds` (-1: no limit).")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void stop(MilieuException reason) {
        if (reasonToStop == null) {
            reasonToStop = reason;
            worker.interrupt();
        }
    }
}
