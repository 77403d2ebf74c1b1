package io.milieu.agent.build;

import io.milieu.core.build.BuildHandle;
import io.milieu.core.build.BuildProgress;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One environment being made for all that want it now. Thread-safe. */
public final class Build {
    /** Where a build stands. */
    public enum State {
        /** It waits for its turn. */
        QUEUED,
        /** It is being worked on. */
        RUNNING,
        /** The environment is ready. */
        READY,
        /** It failed or was cancelled. */
        FAILED
    }

    private final String id;
    private final EnvironmentRequest request;
    private final String requester;
    private final Instant begun;
    private final List<BuildListener> listeners = new CopyOnWriteArrayList<>();
    private final BuildProgress progress = new BuildProgress();
    private final CompletableFuture<Environment> result = new CompletableFuture<>();
    private volatile State state = State.QUEUED;
    // Guarded by the queue's lock.
    private Priority priority;
    private int waiters;
    private @Nullable BuildHandle handle;
    private boolean unwanted;

    Build(String id, EnvironmentRequest request, String requester, Priority priority, Instant begun) {
        this.id = id;
        this.request = request;
        this.requester = requester;
        this.priority = priority;
        this.begun = begun;
    }

    /** {@return its name in listings, unique while the agent runs} */
    public String id() {
        return id;
    }

    /** {@return what is being made} */
    public EnvironmentRequest request() {
        return request;
    }

    /** {@return who asked first} */
    public String requester() {
        return requester;
    }

    /** {@return when it was first asked for} */
    public Instant begun() {
        return begun;
    }

    /** {@return where it stands} */
    public State state() {
        return state;
    }

    /** {@return how far it got, as part of a sentence} */
    public String progress() {
        return state == State.QUEUED ? "waiting for its turn" : progress.sentence();
    }

    /** Adds a listener that is told of events from now on. */
    public void listen(BuildListener listener) {
        listeners.add(listener);
    }

    /** Takes a listener away. */
    public void unlisten(BuildListener listener) {
        listeners.remove(listener);
    }

    Environment await() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    Optional<Environment> await(Duration patience) throws InterruptedException {
        try {
            return Optional.of(result.get(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    void tell(BuildEvent event) {
        progress.on(event);
        listeners.forEach(listener -> listener.on(event));
    }

    void end(Environment environment) {
        state = State.READY;
        result.complete(environment);
    }

    void fail(MilieuException failure) {
        state = State.FAILED;
        result.completeExceptionally(failure);
    }

    Priority priority() {
        return priority;
    }

    void raise(Priority wanted) {
        if (wanted.compareTo(priority) < 0) {
            priority = wanted;
        }
    }

    void join() {
        waiters++;
    }

    /** {@return whether nobody waits any more} */
    boolean leave() {
        waiters--;
        return waiters == 0;
    }

    int waiters() {
        return waiters;
    }

    void running() {
        state = State.RUNNING;
    }

    /** {@return whether the build goes on; if not, the handle is to be cancelled by the caller} */
    boolean started(BuildHandle running) {
        handle = running;
        return !unwanted;
    }

    /** {@return what is to be cancelled, if it has begun} */
    Optional<BuildHandle> abandon() {
        unwanted = true;
        return Optional.ofNullable(handle);
    }

    boolean ended() {
        return result.isDone();
    }

    private static MilieuException failure(ExecutionException e) {
        return e.getCause() instanceof MilieuException failure
                ? failure
                : new MilieuException(CoreError.DEFECT, "a build ended without a reason", List.of(), e);
    }
}
