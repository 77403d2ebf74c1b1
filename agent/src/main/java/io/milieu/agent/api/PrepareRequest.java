package io.milieu.agent.api;

import io.milieu.agent.build.Priority;
import io.milieu.core.deploy.Isolation;
import io.milieu.core.deploy.ProcessIsolation;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import io.milieu.core.lease.Holder;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.spec.RuntimeEnv;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A wish for a worker's environment, as a client sends it.
 *
 * @param environment what is wanted
 * @param worker what is to run in it
 * @param isolation how it is kept apart
 * @param holder whose life the lease is bound to
 * @param requester whose turn in the queue it uses up
 * @param priority how urgent it is
 * @param waits whether the reply comes when the environment is ready
 * @param launcher whether a program is wanted that becomes the worker
 */
record PrepareRequest(
        EnvironmentRequest environment,
        WorkerRequest worker,
        Isolation isolation,
        Holder holder,
        String requester,
        Priority priority,
        boolean waits,
        boolean launcher) {
    private static final Set<String> MEMBERS = Set.of(
            "spec",
            "options",
            "directory",
            "command",
            "variables",
            "isolation",
            "holder",
            "requester",
            "priority",
            "wait",
            "launcher");
    private static final Set<String> OPTIONS = Set.of(
            "python",
            "extend_base",
            "with_pip",
            "index_url",
            "extra_index_urls",
            "find_links",
            "no_index",
            "pre",
            "package_options",
            "link_mode",
            "refresh",
            "lock_ttl_seconds",
            "offline");
    private static final long DEFAULT_TTL = 60;

    /**
     * {@return the wish in this text}
     *
     * @param now from which on a named holder's time runs
     * @throws MilieuException naming what is wrong
     */
    static PrepareRequest parse(String text, Instant now) {
        if (!(Json.parse(text) instanceof JsonObject body)) {
            throw usage("the body must be a JSON object");
        }
        requireKnown(body, MEMBERS, "");
        Path directory = Path.of(body.string("directory").orElse("/"));
        if (!directory.isAbsolute()) {
            throw usage("`directory` must be an absolute path, not `" + directory + "`");
        }
        return new PrepareRequest(
                new EnvironmentRequest(
                        RuntimeEnv.of(body.object("spec")), options(body.object("options"), directory), directory),
                new WorkerRequest(command(body), variables(body.object("variables")), directory),
                isolation(body.string("isolation").orElse("virtualenv")),
                holder(body.object("holder"), now),
                body.string("requester").orElse(""),
                priority(body.string("priority").orElse("worker")),
                body.bool("wait", true),
                body.bool("launcher", false));
    }

    private static List<String> command(JsonObject body) {
        List<String> command = body.strings("command");
        return command.isEmpty() ? List.of("python") : command;
    }

    private static Map<String, String> variables(JsonObject json) {
        Map<String, String> variables = new HashMap<>();
        json.members().forEach((name, value) -> {
            if (!(value instanceof JsonString(String text))) {
                throw usage("the variable `" + name + "` must be a string");
            }
            variables.put(name, text);
        });
        return variables;
    }

    private static PlanOptions options(JsonObject json, Path directory) {
        requireKnown(json, OPTIONS, "options.");
        IndexOptions index = new IndexOptions(
                json.string("index_url").orElse(""),
                json.strings("extra_index_urls"),
                json.strings("find_links").stream()
                        .map(place -> IndexOptions.place(place, directory))
                        .toList(),
                json.bool("no_index", false),
                json.bool("pre", false));
        return PlanOptions.DEFAULTS
                .withPython(json.string("python").orElse(""))
                .withExtendBase(json.bool("extend_base", false))
                .withSeedPip(json.bool("with_pip", false))
                .withIndex(index)
                .withPackageOptions(json.strings("package_options"))
                .withLinkMode(LinkMode.parse(json.string("link_mode").orElse("auto")))
                .withRefresh(json.bool("refresh", false))
                .withLockTtl(Duration.ofSeconds(json.number(
                        "lock_ttl_seconds", PlanOptions.DEFAULTS.lockTtl().toSeconds())))
                .withOffline(json.bool("offline", false));
    }

    private static Holder holder(JsonObject json, Instant now) {
        requireKnown(json, Set.of("pid", "name", "ttl_seconds"), "holder.");
        if (json.string("name").isPresent()) {
            return new Holder.Named(json.string("name").get(), end(json, now));
        }
        long pid = json.number("pid", 0);
        if (pid <= 0) {
            throw usage("`holder` must have a `pid`, or a `name` and `ttl_seconds`");
        }
        return ProcessIdentity.of(pid)
                .<Holder>map(Holder.OfProcess::new)
                .orElseThrow(() -> usage("there is no process " + pid + " on this node that could hold a lease"));
    }

    /** {@return when a lease ends that is asked for, or renewed, now} */
    static Instant end(JsonObject json, Instant now) {
        long seconds = json.number("ttl_seconds", DEFAULT_TTL);
        if (seconds <= 0) {
            throw usage("`ttl_seconds` must be positive, not " + seconds);
        }
        return now.plusSeconds(seconds);
    }

    private static Isolation isolation(String name) {
        return switch (name) {
            case "virtualenv" -> new VirtualenvIsolation();
            case "process" -> new ProcessIsolation();
            default -> throw usage("isolation `" + name + "` is not known: give `virtualenv` or `process`");
        };
    }

    private static Priority priority(String name) {
        return switch (name) {
            case "worker" -> Priority.WORKER;
            case "eager" -> Priority.EAGER;
            default -> throw usage("priority `" + name + "` is not known: give `worker` or `eager`");
        };
    }

    private static void requireKnown(JsonObject json, Set<String> known, String place) {
        if (!known.containsAll(json.members().keySet())) {
            Set<String> unknown = new TreeSet<>(json.members().keySet());
            unknown.removeAll(known);
            throw usage("`" + place + unknown.iterator().next() + "` is not known; known are "
                    + String.join(", ", new TreeSet<>(known)));
        }
    }

    private static MilieuException usage(String message) {
        return new MilieuException(
                CoreError.USAGE, message, List.of("`docs/agent-api.yaml` describes what the agent takes."));
    }

    /** {@return how the wish reads in logs: without variables, which may hold secrets} */
    @Override
    public String toString() {
        return "PrepareRequest[" + environment.spec().id() + "]";
    }
}
