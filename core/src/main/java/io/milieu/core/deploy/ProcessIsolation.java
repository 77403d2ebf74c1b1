package io.milieu.core.deploy;

import io.milieu.core.plan.Launch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plain process on the base interpreter: it sees the environment's packages on PYTHONPATH, and whatever the base offers. */
public final class ProcessIsolation implements Isolation {
    /** Stateless. */
    public ProcessIsolation() {}

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Optional<String> interpreter(Launch launch) {
        return launch.baseInterpreter();
    }

    @Override
    public void adapt(Launch launch, Map<String, String> variables) {
        SearchPaths.append(variables, "PYTHONPATH", launch.sitePackages());
        SearchPaths.prepend(variables, "PATH", launch.searchPath());
        variables.keySet().removeAll(List.of("VIRTUAL_ENV", "PYTHONHOME"));
    }
}
