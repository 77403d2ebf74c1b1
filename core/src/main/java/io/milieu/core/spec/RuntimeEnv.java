package io.milieu.core.spec;

import io.milieu.core.base.Digest;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a user asks for: one worker's environment, as JSON or built here. Immutable and valid: every way to get one checks
 * every rule and reports all problems at once as a {@link SpecInvalidException}.
 *
 * <p>A spec is kept in this normal form; nothing else is changed or lost:
 * <ul>
 *   <li>a field of Milieu that is null or empty is dropped; a plug-in's field is dropped only if it is null;
 *   <li>of equal lines in a list of packages the first stays;
 *   <li>in the dict form of {@code pip} and {@code uv}: {@code pip_check} and {@code uv_check} are dropped if false, a key
 *       that is null is dropped, a dict without packages is empty, and one with nothing but {@code packages} is its packages;
 *   <li>{@code config} has its defaults written out, except an empty {@code log_files}.
 * </ul>
 * {@link #id()} furthermore ignores the order of keys, the spelling of numbers, and a {@code config} that says only what holds
 * anyway. It does not ignore the order of a list.
 */
public final class RuntimeEnv {
    /** The spec that asks for nothing. */
    public static final RuntimeEnv EMPTY = new RuntimeEnv(new JsonObject(Map.of()));

    private final JsonObject fields;

    private RuntimeEnv(JsonObject fields) {
        this.fields = fields;
    }

    /**
     * Reads a spec.
     *
     * @throws io.milieu.core.error.MilieuException {@code JSON_MALFORMED} if the text is not JSON, {@code SPEC_INVALID} if it
     *     breaks a rule
     */
    public static RuntimeEnv parse(String json) {
        JsonValue value = Json.parse(json);
        if (value instanceof JsonObject spec) {
            return of(spec);
        }
        Place root = Place.root();
        root.reportUnexpected(value, "an object");
        throw new SpecInvalidException(root.problems(), List.of());
    }

    /**
     * Reads a spec.
     *
     * @throws SpecInvalidException if it breaks a rule
     */
    public static RuntimeEnv of(JsonObject spec) {
        return new RuntimeEnv(SpecReader.read(spec));
    }

    /** {@return a builder of a spec} */
    public static RuntimeEnvBuilder builder() {
        return new RuntimeEnvBuilder();
    }

    /**
     * Gives a child what its parent has: the child wins field by field, and in {@code env_vars} variable by variable.
     *
     * @throws SpecInvalidException if fields of the two do not go together
     */
    public static RuntimeEnv inherit(RuntimeEnv parent, RuntimeEnv child) {
        Map<String, JsonValue> merged = new LinkedHashMap<>(parent.fields.members());
        merged.putAll(child.fields.members());
        Map<String, String> variables = new LinkedHashMap<>(parent.envVars());
        variables.putAll(child.envVars());
        if (!variables.isEmpty()) {
            merged.put(Field.ENV_VARS.key(), JsonValue.ofStrings(variables));
        }
        Place root = Place.root();
        Rules.check(merged.keySet(), name -> "`" + name + "` (from the " + origin(name, child) + ")", root);
        if (!root.problems().isEmpty()) {
            throw new SpecInvalidException(
                    root.problems(),
                    List.of("a child cannot remove a field of its parent; write the field in one of the two"));
        }
        return new RuntimeEnv(new JsonObject(merged));
    }

    private static String origin(String field, RuntimeEnv child) {
        return child.fields.get(field).isPresent() ? "child" : "parent";
    }

    /** {@return the folder or archive a worker starts in} */
    public Optional<String> workingDir() {
        return fields.string(Field.WORKING_DIR.key());
    }

    /** {@return what a worker can import} */
    public List<String> pyModules() {
        return fields.strings(Field.PY_MODULES.key());
    }

    /** {@return packages to install as pip does} */
    public Optional<PackagesField> pip() {
        return fields.get(Field.PIP.key()).map(PackagesField::of);
    }

    /** {@return packages to install as uv does} */
    public Optional<PackagesField> uv() {
        return fields.get(Field.UV.key()).map(PackagesField::of);
    }

    /** {@return a string (name, folder or file) or an object (the content of an environment file)} */
    public Optional<JsonValue> conda() {
        return fields.get(Field.CONDA.key());
    }

    /** {@return the image to build or pull} */
    public Optional<JsonObject> docker() {
        return object(Field.DOCKER);
    }

    /** {@return the image to run in} */
    public Optional<String> imageUri() {
        return fields.string(Field.IMAGE_URI.key());
    }

    /** {@return the image to run in, with options} */
    public Optional<JsonObject> container() {
        return object(Field.CONTAINER);
    }

    /** {@return the variables of the worker; values may be secrets} */
    public Map<String, String> envVars() {
        Map<String, String> variables = new LinkedHashMap<>();
        fields.object(Field.ENV_VARS.key()).members().forEach((name, value) -> {
            if (value instanceof JsonString(String text)) {
                variables.put(name, text);
            }
        });
        return Collections.unmodifiableMap(variables);
    }

    /** {@return the interpreter command} */
    public Optional<String> pyExecutable() {
        return fields.string(Field.PY_EXECUTABLE.key());
    }

    /** {@return jars for a Java worker} */
    public List<String> javaJars() {
        return fields.strings(Field.JAVA_JARS.key());
    }

    /** {@return patterns of files that are not part of the code} */
    public List<String> excludes() {
        return fields.strings(Field.EXCLUDES.key());
    }

    /** {@return how to set up: {@link SetupConfig#DEFAULT} if the spec does not say} */
    public SetupConfig config() {
        return SetupConfig.of(fields.object(Field.CONFIG.key()));
    }

    /** {@return how to try out the finished environment} */
    public Optional<Validation> validationType() {
        return fields.get(Field.VALIDATION_TYPE.key()).map(Validation::of);
    }

    /** {@return the fields that Milieu does not define, in the order they were written} */
    public Map<String, JsonValue> pluginFields() {
        Map<String, JsonValue> plugins = new LinkedHashMap<>(fields.members());
        for (Field field : Field.values()) {
            plugins.remove(field.key());
        }
        return Collections.unmodifiableMap(plugins);
    }

    /** {@return the names of all fields that are there, plug-in fields last} */
    public Set<String> presentFields() {
        return fields.members().keySet();
    }

    /** {@return the spec in its normal form} */
    public JsonObject toJson() {
        return fields;
    }

    /** {@return the text whose hash is the {@link #id()}} */
    public String canonicalJson() {
        Map<String, JsonValue> canonical = new LinkedHashMap<>(fields.members());
        canonical.remove(Field.CONFIG.key(), SetupConfig.DEFAULT.toJson());
        return Json.canonical(new JsonObject(canonical));
    }

    /** {@return the identity} */
    public SpecId id() {
        return new SpecId(Digest.ofText(canonicalJson()));
    }

    private Optional<JsonObject> object(Field field) {
        return fields.get(field.key()).map(JsonObject.class::cast);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuntimeEnv env && fields.equals(env.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** {@return the names of the fields; not their values, which may be secrets} */
    @Override
    public String toString() {
        return "RuntimeEnv" + presentFields();
    }
}
