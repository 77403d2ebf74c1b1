package io.milieu.core.deploy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.plan.Launch;
import io.milieu.core.posix.Executables;
import io.milieu.core.spec.RuntimeEnv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says how a worker is started in an environment. Reads the file system, changes nothing; thread-safe. */
public final class EnvironmentDeployer {
    private final Isolation isolation;

    /** A deployer that keeps workers apart in this way. */
    public EnvironmentDeployer(Isolation isolation) {
        this.isolation = isolation;
    }

    /**
     * Makes the exact command of a worker.
     *
     * @param launch how a worker runs in the environment
     * @param spec what it was asked for with: variables and interpreter are taken from here
     * @param worker what is to run
     * @return the command
     * @throws MilieuException {@link CoreError#COMMAND_FAILED} if the program does not exist
     */
    public LaunchCommand command(Launch launch, RuntimeEnv spec, WorkerRequest worker) {
        Map<String, String> variables = new HashMap<>(worker.inherited());
        adapt(variables, launch, spec);
        List<String> argv = new ArrayList<>(worker.command());
        if (argv.isEmpty()) {
            throw new MilieuException(CoreError.USAGE, "there is no command to run");
        }
        if (isPython(argv.getFirst())) {
            argv.removeFirst();
            argv.addAll(0, interpreter(launch, spec));
        }
        Path directory = launch.workingDirectory().map(Path::of).orElse(worker.directory());
        argv.set(0, program(argv.getFirst(), variables, directory));
        return new LaunchCommand(argv, variables, directory);
    }

    private void adapt(Map<String, String> variables, Launch launch, RuntimeEnv spec) {
        isolation.adapt(launch, variables);
        Map<String, String> known = Map.copyOf(variables);
        spec.envVars().forEach((name, value) -> variables.put(name, Variables.expand(value, known)));
        // As Ray orders it: code of the spec, then the spec's own PYTHONPATH, then the inherited one.
        String inherited = known.getOrDefault("PYTHONPATH", "");
        if (spec.envVars().containsKey("PYTHONPATH")
                && !inherited.isEmpty()
                && !spec.envVars().get("PYTHONPATH").contains("${PYTHONPATH}")) {
            SearchPaths.append(variables, "PYTHONPATH", List.of(inherited));
        }
        SearchPaths.prepend(variables, "PYTHONPATH", launch.pythonPath());
        SearchPaths.prepend(variables, "CLASSPATH", launch.javaClassPath());
    }

    private List<String> interpreter(Launch launch, RuntimeEnv spec) {
        Optional<String> own = spec.pyExecutable();
        if (own.isPresent()) {
            List<String> words = CommandWords.split(own.get());
            if (words.isEmpty()) {
                throw new MilieuException(CoreError.USAGE, "`py_executable` holds no command");
            }
            return words;
        }
        return List.of(isolation
                .interpreter(launch)
                .orElseThrow(() -> new MilieuException(
                        CoreError.COMMAND_FAILED, "the environment has no Python interpreter to run `python` with")));
    }

    /** By its absolute path, so that a worker's own PATH has no say in what is started. */
    private static String program(String name, Map<String, String> variables, Path directory) {
        return Executables.find(name, variables, directory)
                .orElseThrow(() -> new MilieuException(
                        CoreError.COMMAND_FAILED,
                        "the command `" + name + "` was not found in the environment",
                        List.of("If a package brings the program, add the package to the spec.")))
                .toString();
    }

    private static boolean isPython(String word) {
        return word.equals("python") || word.equals("python3");
    }
}
