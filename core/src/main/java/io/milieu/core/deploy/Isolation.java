package io.milieu.core.deploy;

import io.milieu.core.plan.Launch;
import java.util.Map;
import java.util.Optional;

/** How a worker is kept apart from the rest of the node. Implementations are stateless and thread-safe. */
public interface Isolation {
    /** {@return the name in specs, options and listings} */
    String name();

    /** {@return the interpreter that {@code python} stands for, if the environment has one} */
    Optional<String> interpreter(Launch launch);

    /**
     * Adds what this isolation needs to a worker's variables. PYTHONPATH holds what the spec asked for already.
     *
     * @param launch how the environment wants to be run
     * @param variables the worker's variables, changed in place
     */
    void adapt(Launch launch, Map<String, String> variables);
}
