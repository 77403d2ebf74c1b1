package io.milieu.core.deploy;

import io.milieu.core.plan.Launch;
import java.util.Map;
import java.util.Optional;

/** A process on the environment's own interpreter: it sees the environment's packages and nothing else. The default. */
public final class VirtualenvIsolation implements Isolation {
    /** Stateless. */
    public VirtualenvIsolation() {}

    @Override
    public String name() {
        return "virtualenv";
    }

    @Override
    public Optional<String> interpreter(Launch launch) {
        return launch.interpreter();
    }

    @Override
    public void adapt(Launch launch, Map<String, String> variables) {
        SearchPaths.prepend(variables, "PATH", launch.searchPath());
        variables.remove("PYTHONHOME");
        variables.putAll(launch.variables());
    }
}
