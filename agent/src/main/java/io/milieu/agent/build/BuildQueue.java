package io.milieu.agent.build;

import io.milieu.core.EnvironmentPipeline;
import io.milieu.core.build.BuildHandle;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The builds of this node. At most so many run at a time; of those that wait, the urgent ones go first, and among them the turn is
 * with the requester that has the fewest running. Requests for the same environment share one build, and what was answered a moment ago
 * is answered again from memory. Thread-safe.
 */
public final class BuildQueue implements AutoCloseable {
    private final EnvironmentPipeline pipeline;
    private final InstantSource clock;
    private final int slots;
    private final BuildObserver observer;
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Answers answers;
    private final Map<EnvironmentRequest, Build> active = new LinkedHashMap<>();
    private int running;
    private long last;
    private boolean closed;

    /**
     * A queue without builds.
     *
     * @param pipeline makes the environments
     * @param clock the time
     * @param slots how many builds run at a time
     * @param observer told of everything that happens
     */
    public BuildQueue(EnvironmentPipeline pipeline, InstantSource clock, int slots, BuildObserver observer) {
        this.pipeline = pipeline;
        this.clock = clock;
        this.slots = slots;
        this.observer = observer;
        this.answers = new Answers(clock);
    }

    /** {@return how many builds may run on this machine: twice its cores, since each waits for the network half of its time; at least four} */
    public static int slotsOfThisMachine() {
        return Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    }

    /**
     * Asks for an environment.
     *
     * @param request what is wanted
     * @param requester whose turn it uses up, such as a job
     * @param priority how urgent it is; a build that others wait for, too, is as urgent as the most urgent of them
     * @param listener told of events as long as the place is held, from the first on unless the build has begun before
     * @return a place, to be closed by whoever waits
     */
    public Ticket enter(EnvironmentRequest request, String requester, Priority priority, BuildListener listener) {
        lock.lock();
        try {
            Build build = answeredOrActive(request, requester, priority);
            build.raise(priority);
            build.join();
            build.listen(listener);
            Build joined = build;
            if (answers.wasReady(request) && build.state() == Build.State.QUEUED) {
                // Very likely it still is: that takes a moment, and no slow build may stand in its way.
                start(build);
            }
            startNext();
            return new Ticket(joined, () -> leave(joined, listener));
        } finally {
            lock.unlock();
        }
    }

    private Build answeredOrActive(EnvironmentRequest request, String requester, Priority priority) {
        Build build = new Build(Long.toString(++last), request, requester, priority, clock.instant());
        if (closed) {
            build.fail(new MilieuException(CoreError.CANCELLED, "the agent stops"));
            return build;
        }
        if (!request.options().refresh() && answers.answer(build)) {
            if (answers.isDue(request) && !active.containsKey(request)) {
                Build look = new Build(Long.toString(++last), request, requester, priority, clock.instant());
                active.put(request, look);
                start(look);
            }
            return build;
        }
        Build running = active.putIfAbsent(request, build);
        return running == null ? build : running;
    }

    /** {@return the builds that have not ended, in the order of their arrival} */
    public List<Build> active() {
        lock.lock();
        try {
            return List.copyOf(active.values());
        } finally {
            lock.unlock();
        }
    }

    /** Cancels a build for all that wait for it; {@return whether there is one of that id} */
    public boolean cancel(String id) {
        Optional<Build> found =
                active().stream().filter(build -> build.id().equals(id)).findFirst();
        found.ifPresent(this::abandon);
        return found.isPresent();
    }

    /** Cancels all builds. Those who wait learn of it; nothing new is begun. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        active().forEach(this::abandon);
    }

    private void leave(Build build, BuildListener listener) {
        build.unlisten(listener);
        lock.lock();
        try {
            if (!build.leave() || build.ended()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        abandon(build);
    }

    private void abandon(Build build) {
        Optional<BuildHandle> handle;
        lock.lock();
        try {
            handle = build.abandon();
            if (build.state() == Build.State.QUEUED) {
                active.remove(build.request(), build);
                build.fail(new MilieuException(CoreError.CANCELLED, "the build was cancelled before its turn came"));
            }
        } finally {
            lock.unlock();
        }
        handle.ifPresent(BuildHandle::cancel);
    }

    private void startNext() {
        while (running < slots) {
            Optional<Build> next = next();
            if (next.isEmpty()) {
                return;
            }
            start(next.get());
        }
    }

    private Optional<Build> next() {
        Map<String, Integer> turns = new HashMap<>();
        List<Build> waiting = new ArrayList<>();
        for (Build build : active.values()) {
            if (build.state() == Build.State.QUEUED) {
                waiting.add(build);
            } else {
                turns.merge(build.requester(), 1, Integer::sum);
            }
        }
        // The first of equals: the stream keeps the order of arrival.
        return waiting.stream()
                .min(Comparator.comparing(Build::priority)
                        .thenComparing(build -> turns.getOrDefault(build.requester(), 0)));
    }

    private void start(Build build) {
        build.running();
        running++;
        Thread.ofVirtual().name("milieu-queue-" + build.id()).start(() -> run(build));
    }

    private void run(Build build) {
        try {
            BuildHandle handle = pipeline.prepare(build.request(), event -> {
                build.tell(event);
                observer.happened(build, event);
            });
            if (!started(build, handle)) {
                handle.cancel();
            }
            Environment environment = handle.await();
            ended(build, () -> {
                answers.ready(build.request(), environment);
                build.end(environment);
            });
            observer.made(environment);
        } catch (MilieuException e) {
            ended(build, () -> fail(build, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended(build, () -> fail(build, new MilieuException(CoreError.CANCELLED, "the build was interrupted")));
        } catch (RuntimeException | Error e) {
            // Whoever waits must learn of a defect too, or would wait for ever.
            ended(build, () -> fail(build, MilieuException.defect("the build failed unexpectedly", e)));
        }
    }

    private boolean started(Build build, BuildHandle handle) {
        lock.lock();
        try {
            return build.started(handle);
        } finally {
            lock.unlock();
        }
    }

    private void fail(Build build, MilieuException failure) {
        // That one requester had no more patience says nothing to the next.
        if (failure.code() == CoreError.CANCELLED || failure.code() == CoreError.SETUP_TIMEOUT) {
            answers.forget(build.request());
        } else {
            answers.failed(build.request(), failure);
        }
        build.fail(failure);
    }

    private void ended(Build build, Runnable outcome) {
        lock.lock();
        try {
            active.remove(build.request(), build);
            running--;
            if (!build.ended()) {
                outcome.run();
            }
            startNext();
        } finally {
            lock.unlock();
        }
    }
}
