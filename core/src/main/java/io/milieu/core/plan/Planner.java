package io.milieu.core.plan;

import io.milieu.core.base.Digest;
import io.milieu.core.base.Flights;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.Field;
import io.milieu.core.spec.RuntimeEnv;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns requests into plans, from a remembered lock while one is valid. Among the threads of this process, requests for one
 * answer at the same moment are resolved once. Thread-safe.
 */
public final class Planner {
    private static final Map<String, String> MODULES = Map.of(
            "pip", "python",
            "uv", "python",
            "conda", "conda",
            "docker", "container",
            "container", "container",
            "image_uri", "container");
    /** Fields that say how a worker starts or what is left out, and change nothing of the environment itself. */
    private static final Set<String> LAUNCH_FIELDS =
            Set.of("env_vars", "py_executable", "config", "excludes", "validation_type");

    private static final JsonObject NOTHING = new JsonObject(Map.of());

    private final List<Part> parts;
    private final LockBook locks;
    private final InstantSource clock;
    private final boolean offline;
    private final Flights<Question, Lock> flights = new Flights<>();
    private final Audience<Question> audience = new Audience<>();

    /**
     * What is resolved, and for which builds: two builds that need each other do not wait for each other. An answer that was made anew on purpose is not waited for by those who take a remembered one,
     * nor the other way; neither is one that was found offline.
     */
    private record Question(Digest key, boolean refresh, boolean offline, List<String> purpose) {}

    /** A planner over these parts, in this order. */
    public Planner(List<Part> parts, LockBook locks, InstantSource clock) {
        this(parts, locks, clock, false);
    }

    /**
     * A planner over these parts, in this order.
     *
     * @param offline whether every request is answered without connections, whatever its options say
     */
    public Planner(List<Part> parts, LockBook locks, InstantSource clock, boolean offline) {
        this.parts = List.copyOf(parts);
        this.locks = locks;
        this.clock = clock;
        this.offline = offline;
    }

    /**
     * Makes a request exact. Builds nothing.
     *
     * @param wish what is asked for
     * @param listener told of progress
     * @return the plan
     * @throws MilieuException if a field has no part, or a part cannot answer
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Plan plan(EnvironmentRequest wish, BuildListener listener) throws InterruptedException {
        EnvironmentRequest request = offline ? wish.withoutConnections() : wish;
        List<Part> concerned = concerned(request.spec());
        Map<String, Inquiry> inquiries = new LinkedHashMap<>();
        for (Part part : concerned) {
            inquiries.put(part.name(), part.inspect(request));
        }
        Digest key = key(request, inquiries);
        Optional<Lock> known = remembered(key, request.options());
        Lock lock = known.isPresent()
                ? known.get()
                : together(
                        new Question(
                                key,
                                request.options().refresh(),
                                request.options().offline(),
                                request.purpose()),
                        request.options(),
                        listener,
                        all -> resolve(key, request.options().offline(), inquiries, all));
        Map<String, PartPlan> plans = new LinkedHashMap<>();
        for (Part part : concerned) {
            JsonObject section = lock.sections().getOrDefault(part.name(), NOTHING);
            plans.put(part.name(), part.plan(request, section));
        }
        return Plan.of(request, lock, plans, known.isPresent());
    }

    /**
     * Makes the plan of a lock again, for work on an environment that exists. Looks at nothing and resolves nothing.
     *
     * @param directory the folder that relative paths in the spec start from
     */
    public Plan again(RuntimeEnv spec, Lock lock, Path directory) {
        EnvironmentRequest request = new EnvironmentRequest(spec, PlanOptions.DEFAULTS, directory);
        Map<String, PartPlan> plans = new LinkedHashMap<>();
        for (Part part : parts) {
            JsonObject section = lock.sections().get(part.name());
            if (section != null) {
                plans.put(part.name(), part.plan(request, section));
            }
        }
        return Plan.of(request, lock, plans, true);
    }

    private Optional<Lock> remembered(Digest key, PlanOptions options) {
        return options.refresh() ? Optional.empty() : locks.find(key, options.lockLife(), clock.instant());
    }

    private interface Resolving {
        Lock run(BuildListener all) throws InterruptedException;
    }

    /** Resolves, or waits for the thread that resolves the same; all who wait are told how that goes. */
    private Lock together(Question question, PlanOptions options, BuildListener listener, Resolving resolving)
            throws InterruptedException {
        listener.on(new BuildEvent.StageStarted(BuildEvent.Stage.RESOLVE));
        long start = System.nanoTime();
        Audience.Seat seat = audience.enter(question, listener);
        Lock lock;
        try {
            lock = flights.join(question, () -> {
                // Somebody may have answered since we looked.
                Optional<Lock> known = remembered(question.key(), options);
                return known.isPresent() ? known.get() : resolving.run(event -> audience.tell(question, event));
            });
        } finally {
            audience.leave(question, seat);
        }
        seat.complain();
        listener.on(
                new BuildEvent.StageFinished(BuildEvent.Stage.RESOLVE, Duration.ofNanos(System.nanoTime() - start)));
        return lock;
    }

    private Lock resolve(Digest key, boolean withoutConnections, Map<String, Inquiry> inquiries, BuildListener listener)
            throws InterruptedException {
        Map<String, JsonObject> sections = new LinkedHashMap<>();
        for (Map.Entry<String, Inquiry> inquiry : inquiries.entrySet()) {
            sections.put(inquiry.getKey(), inquiry.getValue().resolve(listener));
        }
        Lock lock = new Lock(key, clock.instant(), sections);
        if (withoutConnections) {
            return lock; // made from old pages: who can ask is not to be answered with it
        }
        try {
            locks.remember(lock);
        } catch (IOException e) {
            listener.on(new BuildEvent.Warning("the lock could not be remembered: " + e.getMessage()));
        }
        return lock;
    }

    private static Digest key(EnvironmentRequest request, Map<String, Inquiry> inquiries) {
        Map<String, JsonValue> facts = new LinkedHashMap<>();
        inquiries.forEach((part, inquiry) -> facts.put(part, inquiry.facts()));
        Map<String, JsonValue> fields =
                new LinkedHashMap<>(request.spec().toJson().members());
        fields.keySet().removeAll(LAUNCH_FIELDS);
        // Who asks decides nothing: a lock outlives the token that its index was asked with.
        return Digest.ofText(Redacted.credentials(Json.canonical(JsonValue.object()
                .put("spec", new JsonObject(fields))
                .put("options", request.options().toJson())
                .put("facts", new JsonObject(facts))
                .build())));
    }

    private List<Part> concerned(RuntimeEnv spec) {
        List<String> problems = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        CoreError code = CoreError.FIELD_UNKNOWN;
        for (String field : spec.presentFields()) {
            if (LAUNCH_FIELDS.contains(field)
                    || parts.stream().anyMatch(part -> part.fields().contains(field))) {
                continue;
            }
            String module = MODULES.get(field);
            if (module != null) {
                code = CoreError.FIELD_NEEDS_MODULE;
                problems.add("field `" + field + "` needs module `" + module + "`, which is not installed");
            } else {
                problems.add("field `" + field + "` is not known, and no installed part claims it");
                Field.similarTo(field).ifPresent(known -> hints.add("Did you mean `" + known.key() + "`?"));
            }
        }
        if (!problems.isEmpty()) {
            hints.add("Remove the field, or install the module that understands it.");
            throw new MilieuException(code, String.join("; ", problems), hints);
        }
        return parts.stream().filter(part -> part.concerns(spec)).toList();
    }
}
