package io.milieu.core.plan;

import io.milieu.core.spec.RuntimeEnv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One wish for an environment.
 *
 * @param spec what the worker needs
 * @param options how it is to be found and made
 * @param directory the folder that relative paths in the spec start from
 * @param purpose what is being built for which this environment is needed, outermost first; empty for a user's own wish
 */
public record EnvironmentRequest(RuntimeEnv spec, PlanOptions options, Path directory, List<String> purpose) {
    /** Makes the folder absolute. */
    public EnvironmentRequest {
        directory = directory.toAbsolutePath().normalize();
        purpose = List.copyOf(purpose);
    }

    /** A user's wish. */
    public EnvironmentRequest(RuntimeEnv spec, PlanOptions options, Path directory) {
        this(spec, options, directory, List.of());
    }

    /** {@return the same wish, resolved anew whatever is remembered} */
    public EnvironmentRequest refreshed() {
        return new EnvironmentRequest(spec, options.withRefresh(true), directory, purpose);
    }

    /** {@return the same wish, answered without any connection} */
    public EnvironmentRequest withoutConnections() {
        return new EnvironmentRequest(spec, options.withOffline(true), directory, purpose);
    }

    /**
     * {@return a wish for what is needed to build something for this one}
     *
     * @param needed the environment's spec
     * @param with how it is to be found and made
     * @param built what is built in it
     */
    public EnvironmentRequest forBuild(RuntimeEnv needed, PlanOptions with, String built) {
        List<String> chain = new ArrayList<>(purpose);
        chain.add(built);
        return new EnvironmentRequest(needed, with, directory, chain);
    }
}
