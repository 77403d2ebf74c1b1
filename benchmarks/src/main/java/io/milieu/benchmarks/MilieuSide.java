package io.milieu.benchmarks;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Plan;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.RuntimeEnv;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Milieu inside this JVM. */
final class MilieuSide {
    private final PlanOptions options;
    private final Map<String, String> variables;

    /**
     * Milieu as it is measured.
     *
     * @param index the URL of the index; empty for the one that pip is configured with
     */
    MilieuSide(String index, Path python, Map<String, String> variables) {
        this.options = PlanOptions.DEFAULTS
                .withPython(python.toString())
                .withIndex(new IndexOptions(index, List.of(), List.of(), false, false));
        this.variables = variables;
    }

    Milieu open(Path root) {
        return Milieu.open(root, variables, InstantSource.system());
    }

    Environment make(Milieu milieu, List<String> requirements) throws InterruptedException {
        return milieu.pipeline()
                .prepare(request(requirements, options), BuildListener.none())
                .await();
    }

    /** With a store and caches of its own, from nothing. */
    Environment makeAlone(Path root, List<String> requirements) throws InterruptedException {
        try (Milieu milieu = open(root)) {
            return make(milieu, requirements);
        }
    }

    /** Resolves, and remembers the lock. */
    Plan plan(Milieu milieu, List<String> requirements) throws InterruptedException {
        return milieu.pipeline().plan(request(requirements, options), BuildListener.none());
    }

    /** Resolves, whatever locks are remembered. */
    Plan planAnew(Milieu milieu, List<String> requirements) throws InterruptedException {
        return milieu.pipeline().plan(request(requirements, options.withLockTtl(Duration.ZERO)), BuildListener.none());
    }

    private static EnvironmentRequest request(List<String> requirements, PlanOptions options) {
        JsonObject spec = new JsonObject(Map.of("pip", JsonValue.ofStrings(requirements)));
        return new EnvironmentRequest(RuntimeEnv.of(spec), options, Path.of("/"));
    }
}
