package io.milieu.ray.env;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import io.milieu.core.spec.RuntimeEnv;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A runtime environment as a raylet sends it: checked by Ray, with code as URIs.
 *
 * @param received the text as it came; Ray's Python and its C++ write the same environment differently
 * @param json what it says
 */
public record RayEnv(String received, JsonObject json) {
    /** Stands for the folder of {@code working_dir} while an environment is made. */
    public static final String WORKING_DIR_VARIABLE = "${RAY_RUNTIME_ENV_CREATE_WORKING_DIR}";

    /** What Milieu itself makes of an environment; code and interpreter are handled beside it. */
    private static final Set<String> MADE = Set.of("pip", "uv", "conda", "container", "image_uri", "env_vars");

    private static final Set<String> HANDLED = Set.of(
            "working_dir",
            "py_modules",
            "java_jars",
            "py_executable",
            "config",
            "excludes",
            "worker_process_setup_hook");

    private static final Set<String> PROFILERS = Set.of("_nsight", "_rocprof_sys");

    /**
     * {@return the environment in this text; an empty text is an empty environment}
     *
     * @throws MilieuException {@link CoreError#JSON_MALFORMED} if it is no JSON object
     */
    public static RayEnv parse(String text) {
        if (text.isBlank()) {
            return new RayEnv(text, new JsonObject(Map.of()));
        }
        if (Json.parse(text) instanceof JsonObject object) {
            return new RayEnv(text, object);
        }
        throw new MilieuException(CoreError.JSON_MALFORMED, "a runtime environment must be a JSON object");
    }

    /** {@return the same text for every spelling of the same environment} */
    public String key() {
        return Json.canonical(json);
    }

    /** {@return the URI of the working directory, if there is one} */
    public Optional<String> workingDir() {
        return json.string("working_dir").filter(uri -> !uri.isEmpty());
    }

    /** {@return the URIs of modules, in order} */
    public List<String> pyModules() {
        return json.strings("py_modules");
    }

    /** {@return the URIs of jars, in order} */
    public List<String> javaJars() {
        return json.strings("java_jars");
    }

    /** {@return the variables of the worker} */
    public Map<String, String> envVars() {
        Map<String, String> variables = new LinkedHashMap<>();
        json.object("env_vars").members().forEach((name, value) -> {
            if (value instanceof JsonString(String text)) {
                variables.put(name, text);
            }
        });
        return variables;
    }

    /** {@return the command that runs Python instead of the environment's interpreter, as text for a shell} */
    public Optional<String> pyExecutable() {
        return json.string("py_executable").filter(command -> !command.isEmpty());
    }

    /** {@return fields that mean nothing to Ray or to Milieu: custom plug-ins', or misspelt} */
    public Set<String> otherFields() {
        Set<String> others = new TreeSet<>(json.members().keySet());
        others.removeIf(name -> MADE.contains(name)
                || HANDLED.contains(name)
                || PROFILERS.contains(name)
                || name.startsWith("_ray_")
                || name.equals("_inject_current_ray"));
        return others;
    }

    /** {@return the profiler that is asked for, if any} */
    public Optional<String> profiler() {
        return PROFILERS.stream().filter(json.members()::containsKey).findFirst();
    }

    /** {@return whether there is anything to make beside variables and code} */
    public boolean needsEnvironment() {
        return MADE.stream()
                .anyMatch(name -> !name.equals("env_vars") && json.get(name).isPresent());
    }

    /**
     * {@return what Milieu is asked to make}
     *
     * @param workingDir the folder of the working directory, which takes the place of its variable; empty if there is none
     * @param setupSeconds how long it may take; negative for no limit
     * @throws MilieuException if a field is not as Milieu expects it
     */
    public RuntimeEnv spec(String workingDir, int setupSeconds) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        json.members().forEach((name, value) -> {
            if (MADE.contains(name)) {
                fields.put(name, placed(value, workingDir));
            }
        });
        fields.put(
                "config",
                JsonValue.object().put("setup_timeout_seconds", setupSeconds).build());
        return RuntimeEnv.of(new JsonObject(fields));
    }

    private static JsonValue placed(JsonValue value, String workingDir) {
        return switch (value) {
            case JsonString(String text) -> JsonValue.of(text.replace(WORKING_DIR_VARIABLE, workingDir));
            case JsonArray(List<JsonValue> elements) ->
                new JsonArray(elements.stream()
                        .map(element -> placed(element, workingDir))
                        .toList());
            case JsonObject(Map<String, JsonValue> members) -> {
                Map<String, JsonValue> all = new LinkedHashMap<>();
                members.forEach((name, member) -> all.put(name, placed(member, workingDir)));
                yield new JsonObject(all);
            }
            case JsonValue.JsonNumber _, JsonValue.JsonBoolean _, JsonValue.JsonNull _ -> value;
        };
    }
}
