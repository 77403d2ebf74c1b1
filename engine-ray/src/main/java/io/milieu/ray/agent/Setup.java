package io.milieu.ray.agent;

import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.build.Priority;
import io.milieu.agent.build.Ticket;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.lease.Holder;
import io.milieu.core.lease.Lease;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.posix.Executables;
import io.milieu.ray.env.RayEnv;
import io.milieu.ray.packages.Packages;
import io.milieu.ray.plugin.Plugins;
import io.milieu.ray.worker.WorkerContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Makes what a worker needs of an environment: code unpacked, packages leased, and the context in which it starts. Thread-safe.
 *
 * @param milieu the store
 * @param queue makes environments
 * @param packages unpacks code
 * @param plugins of users, which have their say last
 * @param holder whose life leases are bound to: the raylet
 * @param python the interpreter that Ray runs on
 * @param folder where relative paths of a spec start
 */
record Setup(
        Milieu milieu,
        BuildQueue queue,
        Packages packages,
        Plugins plugins,
        Holder holder,
        String python,
        Path folder) {
    private static final int ATTEMPTS = 3;
    private static final Pattern PLAIN_COMMAND = Pattern.compile("[^\\s'\"$`;&|<>(){}=\\\\]+");

    /**
     * Makes an environment ready.
     *
     * @param env what the worker needs
     * @param seconds how long packages may take; negative for no limit
     * @param requester whose turn in the queue it uses up
     * @param priority how urgent it is
     * @param log told what happens
     * @return what must be given back with {@link #giveBack}
     * @throws MilieuException with the reason, and then nothing is held
     */
    Prepared prepare(RayEnv env, int seconds, String requester, Priority priority, BuildListener log)
            throws InterruptedException {
        refuse(env);
        List<Path> held = new ArrayList<>();
        try {
            WorkerContext.Code code = code(env, held);
            if (!env.needsEnvironment()) {
                return plugged(env, prepared(env, code, Optional.empty(), Optional.empty(), held), seconds);
            }
            EnvironmentRequest request = new EnvironmentRequest(
                    env.spec(code.workingDir().map(Path::toString).orElse(""), seconds),
                    PlanOptions.DEFAULTS.withPython(python).withExtendBase(true),
                    code.workingDir().orElse(folder));
            if (RayVersion.isMentioned(env)) {
                // Before anything of it is fetched.
                RayVersion.requireUntouched(milieu.pipeline().plan(request, log).lock());
            }
            Prepared leased = leased(env, code, held, () -> queue.enter(request, requester, priority, log));
            return plugged(env, leased, seconds);
        } catch (MilieuException | InterruptedException e) {
            held.forEach(packages::release);
            throw e;
        }
    }

    /** Ends the use of everything that was held. */
    void giveBack(Prepared prepared) {
        prepared.lease().ifPresent(milieu.leases()::release);
        prepared.folders().forEach(packages::release);
        plugins.release(prepared.plugged());
    }

    /** {@return the fields that nobody handles} */
    Set<String> unknown(RayEnv env) {
        Set<String> unknown = new TreeSet<>(env.otherFields());
        if (!unknown.isEmpty()) {
            unknown.removeAll(plugins.fields());
        }
        return unknown;
    }

    private Prepared plugged(RayEnv env, Prepared prepared, int seconds) throws InterruptedException {
        if (Collections.disjoint(env.otherFields(), plugins.fields())) {
            return prepared;
        }
        try {
            Plugins.Outcome outcome = plugins.setup(env.received(), prepared.context(), Duration.ofSeconds(seconds));
            return new Prepared(Json.compact(outcome.context()), prepared.lease(), prepared.folders(), outcome.uris());
        } catch (MilieuException | InterruptedException e) {
            prepared.lease().ifPresent(milieu.leases()::release);
            throw e;
        }
    }

    private Prepared leased(RayEnv env, WorkerContext.Code code, List<Path> held, Supplier<Ticket> asking)
            throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (Ticket ticket = asking.get()) {
                Environment environment = ticket.await();
                RayVersion.requireUntouched(environment.lock());
                Optional<Lease> lease = milieu.leases().acquire(environment.id().key(), holder);
                if (lease.isPresent()) {
                    return prepared(env, code, Optional.of(environment), lease, held);
                }
            }
        }
        throw new MilieuException(
                CoreError.IO_FAILED,
                "the environment was reclaimed " + ATTEMPTS + " times before it could be used",
                List.of("Give the store more room: set MILIEU_MAX_SIZE for the processes of Ray."));
    }

    private Prepared prepared(
            RayEnv env,
            WorkerContext.Code code,
            Optional<Environment> environment,
            Optional<Lease> lease,
            List<Path> held) {
        String inherited = milieu.node().variables().getOrDefault("PYTHONPATH", "");
        WorkerContext context = WorkerContext.of(env, code, environment, python, inherited);
        return new Prepared(context.toJson(), lease, held, new JsonArray(List.of()));
    }

    private WorkerContext.Code code(RayEnv env, List<Path> held) throws InterruptedException {
        Optional<Path> workingDir = Optional.empty();
        if (env.workingDir().isPresent()) {
            workingDir = Optional.of(
                    obtain(Packages.Kind.WORKING_DIR, env.workingDir().get(), held));
        }
        List<Path> modules = new ArrayList<>();
        for (String uri : env.pyModules()) {
            modules.add(obtain(Packages.Kind.PY_MODULES, uri, held));
        }
        List<Path> jars = new ArrayList<>();
        for (String uri : env.javaJars()) {
            jars.add(obtain(Packages.Kind.JAVA_JARS, uri, held));
        }
        return new WorkerContext.Code(workingDir, modules, jars);
    }

    private Path obtain(Packages.Kind kind, String uri, List<Path> held) throws InterruptedException {
        Path folder = packages.obtain(kind, uri);
        held.add(folder);
        return folder;
    }

    /** A worker that cannot start is noticed by Ray after a minute, and tried again for ever: better said now. */
    private void refuse(RayEnv env) {
        env.profiler().ifPresent(field -> {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    "the profiler of `" + field.substring(1) + "` is not supported yet",
                    List.of("Start the worker without it, or with Ray's own agent."));
        });
        env.pyExecutable().ifPresent(command -> {
            String program = command.strip().split("\\s+", 2)[0];
            if (PLAIN_COMMAND.matcher(program).matches()
                    && Executables.find(program, milieu.node().variables(), folder)
                            .isEmpty()) {
                throw new MilieuException(
                        CoreError.COMMAND_FAILED,
                        "`py_executable` names `" + program + "`, which this node cannot run",
                        List.of("It must be a program on the PATH of Ray's processes, or an absolute path."));
            }
        });
    }
}
