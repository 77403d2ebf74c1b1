package io.milieu.ray.worker;

import io.milieu.core.build.Environment;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.plan.Launch;
import io.milieu.ray.env.RayEnv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a raylet starts a worker. Ray applies the variables in order, each with <code>${NAME}</code> replaced by what it is by then, and
 * hands prefix and interpreter to a shell as they are.
 *
 * @param prefix shell words before the interpreter
 * @param variables what the worker finds beside what it inherits
 * @param python the interpreter, quoted for a shell
 * @param jars folders of jars
 */
public record WorkerContext(List<String> prefix, Map<String, String> variables, String python, List<String> jars) {

    /**
     * Code that was unpacked on this node.
     *
     * @param workingDir where the worker starts
     * @param modules what comes first on the module path
     * @param jars what comes first on the class path
     */
    public record Code(Optional<Path> workingDir, List<Path> modules, List<Path> jars) {
        /** Copies the lists. */
        public Code {
            modules = List.copyOf(modules);
            jars = List.copyOf(jars);
        }

        private List<String> pythonPath() {
            List<String> path =
                    new ArrayList<>(modules.stream().map(Path::toString).toList());
            workingDir.ifPresent(folder -> path.add(folder.toString()));
            return path;
        }
    }

    /**
     * {@return the context of a worker}
     *
     * @param env what was asked for
     * @param code its code on this node
     * @param environment its packages, if it has any
     * @param rayPython the interpreter that Ray runs on
     * @param inheritedPythonPath what workers of this node have on their module path anyway
     */
    public static WorkerContext of(
            RayEnv env, Code code, Optional<Environment> environment, String rayPython, String inheritedPythonPath) {
        Map<String, String> variables = new LinkedHashMap<>();
        Optional<Launch> launch = environment.map(Environment::launch);
        launch.ifPresent(found -> variables.putAll(found.variables()));
        if (environment.isPresent() && !environment.get().isSettled()) {
            // To root nothing is read-only: imports would fill layers that are yet to get their byte code.
            variables.put("PYTHONDONTWRITEBYTECODE", "1");
        }
        Map<String, String> own = env.envVars();
        variables.putAll(own);
        List<String> programs = launch.map(Launch::searchPath).orElse(List.of());
        if (!programs.isEmpty()) {
            variables.put("PATH", String.join(":", programs) + ":" + own.getOrDefault("PATH", "${PATH}"));
        }
        pythonPath(code.pythonPath(), own, inheritedPythonPath).ifPresent(path -> variables.put("PYTHONPATH", path));
        String python = env.pyExecutable()
                .orElseGet(() -> quoted(launch.flatMap(Launch::interpreter).orElse(rayPython)));
        List<String> prefix = code.workingDir()
                .map(folder -> List.of("cd", quoted(folder.toString()), "&&"))
                .orElse(List.of());
        return new WorkerContext(
                prefix,
                variables,
                python,
                code.jars().stream().map(Path::toString).toList());
    }

    /** As Ray orders it: code of the environment, then its own PYTHONPATH, then that of the node. */
    private static Optional<String> pythonPath(List<String> code, Map<String, String> own, String inherited) {
        if (code.isEmpty()) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>(code);
        Optional.ofNullable(own.get("PYTHONPATH"))
                .filter(text -> !text.isEmpty())
                .ifPresent(path::add);
        if (!inherited.isEmpty()) {
            path.add(inherited);
        }
        return Optional.of(String.join(":", path));
    }

    /** {@return the text that a shell reads as this one word} */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    /** {@return the five members that Ray's start-up code knows; one more, and no worker starts} */
    public String toJson() {
        return Json.compact(JsonValue.object()
                .put("command_prefix", JsonValue.ofStrings(prefix))
                .put("env_vars", JsonValue.ofStrings(variables))
                .put("py_executable", python)
                .put("override_worker_entrypoint", new JsonNull())
                .put("java_jars", JsonValue.ofStrings(jars))
                .build());
    }
}
