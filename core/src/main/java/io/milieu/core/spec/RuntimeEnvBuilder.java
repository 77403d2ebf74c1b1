package io.milieu.core.spec;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the fields of a {@link RuntimeEnv}; what is set last counts. Not thread-safe. */
public final class RuntimeEnvBuilder {
    private final Map<String, JsonValue> fields = new LinkedHashMap<>();
    private final Map<String, String> variables = new LinkedHashMap<>();

    RuntimeEnvBuilder() {}

    /** Sets the folder or archive a worker starts in. */
    public RuntimeEnvBuilder workingDir(String path) {
        return field(Field.WORKING_DIR.key(), JsonValue.of(path));
    }

    /** Sets what a worker can import. */
    public RuntimeEnvBuilder pyModules(List<String> paths) {
        return field(Field.PY_MODULES.key(), JsonValue.ofStrings(paths));
    }

    /** Sets packages to install as pip does. */
    public RuntimeEnvBuilder pip(List<String> packages) {
        return pip(new PackagesField.PackageList(packages));
    }

    /** Sets packages to install as pip does. */
    public RuntimeEnvBuilder pip(PackagesField packages) {
        return field(Field.PIP.key(), packages.toJson());
    }

    /** Sets packages to install as uv does. */
    public RuntimeEnvBuilder uv(List<String> packages) {
        return uv(new PackagesField.PackageList(packages));
    }

    /** Sets packages to install as uv does. */
    public RuntimeEnvBuilder uv(PackagesField packages) {
        return field(Field.UV.key(), packages.toJson());
    }

    /** Sets the name or folder of a conda environment, or the path of an environment file. */
    public RuntimeEnvBuilder conda(String nameOrPath) {
        return field(Field.CONDA.key(), JsonValue.of(nameOrPath));
    }

    /** Sets the content of a conda environment file. */
    public RuntimeEnvBuilder conda(JsonObject content) {
        return field(Field.CONDA.key(), content);
    }

    /** Sets the image to build or pull. */
    public RuntimeEnvBuilder docker(JsonObject image) {
        return field(Field.DOCKER.key(), image);
    }

    /** Sets the image to run in. */
    public RuntimeEnvBuilder imageUri(String image) {
        return field(Field.IMAGE_URI.key(), JsonValue.of(image));
    }

    /** Sets the image to run in, with options. */
    public RuntimeEnvBuilder container(JsonObject container) {
        return field(Field.CONTAINER.key(), container);
    }

    /** Adds a variable of the worker. */
    public RuntimeEnvBuilder envVar(String name, String value) {
        variables.put(name, value);
        return field(Field.ENV_VARS.key(), JsonValue.ofStrings(variables));
    }

    /** Adds variables of the worker. */
    public RuntimeEnvBuilder envVars(Map<String, String> added) {
        added.forEach(this::envVar);
        return this;
    }

    /** Sets the interpreter command. */
    public RuntimeEnvBuilder pyExecutable(String command) {
        return field(Field.PY_EXECUTABLE.key(), JsonValue.of(command));
    }

    /** Sets jars for a Java worker. */
    public RuntimeEnvBuilder javaJars(List<String> jars) {
        return field(Field.JAVA_JARS.key(), JsonValue.ofStrings(jars));
    }

    /** Sets patterns of files that are not part of the code. */
    public RuntimeEnvBuilder excludes(List<String> patterns) {
        return field(Field.EXCLUDES.key(), JsonValue.ofStrings(patterns));
    }

    /** Sets how to set up. */
    public RuntimeEnvBuilder config(SetupConfig config) {
        return field(Field.CONFIG.key(), config.toJson());
    }

    /** Sets how to try out the finished environment. */
    public RuntimeEnvBuilder validationType(Validation validation) {
        return field(Field.VALIDATION_TYPE.key(), validation.toJson());
    }

    /** Sets any field, above all a plug-in's, to a JSON value. */
    public RuntimeEnvBuilder field(String name, JsonValue value) {
        fields.put(name, value);
        return this;
    }

    /**
     * {@return the spec}
     *
     * @throws SpecInvalidException if it breaks a rule
     */
    public RuntimeEnv build() {
        return RuntimeEnv.of(new JsonObject(fields));
    }
}
