package io.milieu.core.plan;

import io.milieu.core.spec.RuntimeEnv;
import java.nio.file.Path;

/**
 * One wish for an environment.
 *
 * @param spec what the worker needs
 * @param options how it is to be found and made
 * @param directory the folder that relative paths in the spec start from
 */
public record EnvironmentRequest(RuntimeEnv spec, PlanOptions options, Path directory) {
    /** Makes the folder absolute. */
    public EnvironmentRequest {
        directory = directory.toAbsolutePath().normalize();
    }

    /** {@return the same wish, resolved anew whatever is remembered} */
    public EnvironmentRequest refreshed() {
        return new EnvironmentRequest(spec, options.withRefresh(true), directory);
    }
}
