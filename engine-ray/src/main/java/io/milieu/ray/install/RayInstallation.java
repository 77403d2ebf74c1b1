package io.milieu.ray.install;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.Subprocess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The interpreter that Ray runs on, and whether it starts Milieu. Immutable; each call looks anew.
 *
 * @param python the interpreter
 * @param variables the environment that its programs run in
 */
public record RayInstallation(Path python, Map<String, String> variables) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String QUESTION = """
            import importlib.metadata as m, json, os, sys
            def version(name):
                try: return m.version(name)
                except m.PackageNotFoundError: return None
            def launcher():
                try:
                    import milieu_ray
                    return milieu_ray.launcher()
                except Exception: return None
            print(json.dumps({"python": sys.executable, "ray": version("ray"), "hook": version("milieu-ray"), "launcher": launcher()}))
            """;

    /** Copies the map. */
    public RayInstallation {
        variables = Map.copyOf(variables);
    }

    /**
     * What was found.
     *
     * @param python the interpreter as it names itself
     * @param ray the version of Ray, if it has one
     * @param hook the version of the hook, if it is installed
     * @param launcher the program that the hook starts, if that is known
     */
    public record Status(String python, Optional<String> ray, Optional<String> hook, Optional<Path> launcher) {
        /** {@return whether a raylet of this interpreter starts Milieu} */
        public boolean active() {
            return hook.isPresent() && launcher.filter(Files::isExecutable).isPresent();
        }
    }

    /**
     * {@return what the interpreter has}
     *
     * @throws MilieuException {@link CoreError#COMMAND_FAILED} if it does not run
     */
    public Status status() throws InterruptedException {
        JsonObject found = ask();
        return new Status(
                found.string("python").orElse(python.toString()),
                found.string("ray"),
                found.string("hook"),
                found.string("launcher").map(Path::of));
    }

    /**
     * Installs the hook, in place of an older one.
     *
     * @param launcher the program that a raylet is to start
     * @param scratch a folder for the wheel
     * @throws MilieuException {@link CoreError#USAGE} if the interpreter has no Ray, {@link CoreError#COMMAND_FAILED} if its pip fails
     */
    public void install(Path launcher, Path scratch) throws InterruptedException {
        if (status().ray().isEmpty()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`" + python + "` has no Ray",
                    List.of("Give the interpreter that Ray runs on: `milieu ray install --python PATH`."));
        }
        Path wheel = new HookWheel(launcher).write(scratch);
        pip("install", "--quiet", "--no-index", "--no-deps", "--force-reinstall", wheel.toString());
    }

    /** Takes the hook out; nothing happens if it is not there. */
    public void uninstall() throws InterruptedException {
        if (status().hook().isPresent()) {
            pip("uninstall", "--quiet", "--yes", HookWheel.PROJECT);
        }
    }

    private JsonObject ask() throws InterruptedException {
        Subprocess.Outcome outcome =
                new Subprocess(List.of(python.toString(), "-c", QUESTION), variables, Path.of("/")).run(LIMIT);
        if (outcome.exitCode() == 0 && Json.parse(outcome.output().strip()) instanceof JsonObject found) {
            return found;
        }
        throw new MilieuException(CoreError.COMMAND_FAILED, "`" + python + "` does not answer:\n" + outcome.tail());
    }

    private void pip(String... words) throws InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(python.toString(), "-m", "pip", "--disable-pip-version-check", "--no-input"));
        command.addAll(List.of(words));
        Subprocess.Outcome outcome = new Subprocess(command, variables, Path.of("/")).run(LIMIT);
        if (outcome.exitCode() != 0) {
            throw new MilieuException(
                    CoreError.COMMAND_FAILED,
                    "`" + String.join(" ", command) + "` fails:\n" + outcome.tail(),
                    List.of("An interpreter without pip gets one with `python -m ensurepip`."));
        }
    }
}
