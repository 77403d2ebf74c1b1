package io.milieu.core;

import io.milieu.core.build.BuildHandle;
import io.milieu.core.build.Environment;
import io.milieu.core.build.EnvironmentBuilder;
import io.milieu.core.build.SetupLog;
import io.milieu.core.deploy.EnvironmentDeployer;
import io.milieu.core.deploy.Isolation;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.error.ErrorCode.Actor;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.lease.Holder;
import io.milieu.core.lease.Lease;
import io.milieu.core.lease.Leases;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Plan;
import io.milieu.core.plan.Planner;
import io.milieu.core.spec.RuntimeEnv;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way of a request, in order: spec, plan, layers, environment, lease, launch. Does no I/O of its own: each step is one call
 * to the class that owns it. Thread-safe.
 */
public final class EnvironmentPipeline {
    private final Planner planner;
    private final EnvironmentBuilder builder;
    private final Leases leases;
    private final InstantSource clock;

    /** A pipeline of these steps. */
    EnvironmentPipeline(Planner planner, EnvironmentBuilder builder, Leases leases, InstantSource clock) {
        this.planner = planner;
        this.builder = builder;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * Steps one and two: the spec becomes an exact plan. Builds nothing.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Plan plan(EnvironmentRequest request, BuildListener listener) throws InterruptedException {
        return planner.plan(request, listener);
    }

    /**
     * Steps one to four: the plan becomes an environment in the store. Returns at once; the handle tells the rest. The time limit
     * is the spec's {@code config.setup_timeout_seconds}; what happens also goes to its {@code config.log_files}.
     */
    public BuildHandle prepare(EnvironmentRequest request, BuildListener listener) {
        int seconds = request.spec().config().setupTimeoutSeconds();
        Duration limit = Duration.ofSeconds(seconds);
        SetupLog log = new SetupLog(request.spec().config().logFiles(), request.directory(), clock, listener);
        return BuildHandle.start(
                events -> {
                    log.open();
                    return make(request, events);
                },
                limit,
                log);
    }

    /** A remembered lock may name what its index no longer has: then, and only then, the request is resolved anew. */
    private Environment make(EnvironmentRequest request, BuildListener events) throws InterruptedException {
        Plan plan = planner.plan(request, events);
        try {
            return builder.build(plan, events);
        } catch (MilieuException e) {
            if (!plan.remembered() || e.code().actor() != Actor.INDEX) {
                throw e;
            }
            events.on(new BuildEvent.Warning("resolving anew, because the remembered lock failed: " + e.getMessage()));
            return builder.build(planner.plan(request.refreshed(), events), events);
        }
    }

    /**
     * Steps five and six: a lease on an environment and the exact command of one worker. If the environment was reclaimed since
     * it was prepared, nothing is returned and the caller prepares it again.
     *
     * @param environment what {@link #prepare} gave
     * @param spec the worker's spec
     * @param worker what is to run
     * @param isolation how it is kept apart
     * @param holder whose life the lease is bound to
     * @return the deployment, if the environment is still there
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Optional<Deployment> deploy(
            Environment environment, RuntimeEnv spec, WorkerRequest worker, Isolation isolation, Holder holder)
            throws InterruptedException {
        // The lease first: an environment that is gone has no programs either.
        Optional<Lease> lease = leases.acquire(environment.id().key(), holder);
        if (lease.isEmpty()) {
            return Optional.empty();
        }
        try {
            // To root nothing is read-only: its imports would fill layers that are yet to get their byte code.
            WorkerRequest careful = environment.isSettled() ? worker : worker.withoutByteCode();
            LaunchCommand command = new EnvironmentDeployer(isolation).command(environment.launch(), spec, careful);
            return Optional.of(new Deployment(environment, lease.get(), command));
        } catch (MilieuException noSuchCommand) {
            leases.release(lease.get());
            throw noSuchCommand;
        }
    }
}
