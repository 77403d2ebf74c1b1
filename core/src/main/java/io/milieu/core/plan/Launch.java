package io.milieu.core.plan;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a worker runs in an environment: recorded with it, so that a later request needs no part to start a worker. */
public final class Launch {
    private final @Nullable String interpreter;
    private final @Nullable String baseInterpreter;
    private final @Nullable String workingDirectory;
    private final List<String> searchPath;
    private final List<String> pythonPath;
    private final List<String> sitePackages;
    private final List<String> javaClassPath;
    private final Map<String, String> variables;

    private Launch(Builder parts) {
        interpreter = parts.interpreter;
        baseInterpreter = parts.baseInterpreter;
        workingDirectory = parts.workingDirectory;
        searchPath = List.copyOf(parts.searchPath);
        pythonPath = List.copyOf(parts.pythonPath);
        sitePackages = List.copyOf(parts.sitePackages);
        javaClassPath = List.copyOf(parts.javaClassPath);
        variables = Map.copyOf(parts.variables);
    }

    /** {@return the Python that has the environment's packages, if the environment has one} */
    public Optional<String> interpreter() {
        return Optional.ofNullable(interpreter);
    }

    /** {@return the Python under it} */
    public Optional<String> baseInterpreter() {
        return Optional.ofNullable(baseInterpreter);
    }

    /** {@return the folder a worker starts in, if the spec names one} */
    public Optional<String> workingDirectory() {
        return Optional.ofNullable(workingDirectory);
    }

    /** {@return folders that come first on PATH} */
    public List<String> searchPath() {
        return searchPath;
    }

    /** {@return folders that come first on PYTHONPATH} */
    public List<String> pythonPath() {
        return pythonPath;
    }

    /** {@return the folders of installed packages, for a worker that runs on the base interpreter} */
    public List<String> sitePackages() {
        return sitePackages;
    }

    /** {@return files that come first on the Java class path} */
    public List<String> javaClassPath() {
        return javaClassPath;
    }

    /** {@return variables that the environment itself sets} */
    public Map<String, String> variables() {
        return variables;
    }

    /** {@return the JSON form, read again by {@link #of}} */
    public JsonObject toJson() {
        return JsonValue.object()
                .putIfPresent("interpreter", interpreter())
                .putIfPresent("base_interpreter", baseInterpreter())
                .putIfPresent("working_directory", workingDirectory())
                .put("search_path", JsonValue.ofStrings(searchPath))
                .put("python_path", JsonValue.ofStrings(pythonPath))
                .put("site_packages", JsonValue.ofStrings(sitePackages))
                .put("java_class_path", JsonValue.ofStrings(javaClassPath))
                .put("variables", JsonValue.ofStrings(variables))
                .build();
    }

    /** {@return what {@link #toJson} wrote} */
    public static Launch of(JsonObject json) {
        Builder builder = builder();
        json.string("interpreter").ifPresent(builder::interpreter);
        json.string("base_interpreter").ifPresent(builder::baseInterpreter);
        json.string("working_directory").ifPresent(builder::workingDirectory);
        json.strings("search_path").forEach(builder::searchPath);
        json.strings("python_path").forEach(builder::pythonPath);
        json.strings("site_packages").forEach(builder::sitePackages);
        json.strings("java_class_path").forEach(builder::javaClassPath);
        json.object("variables")
                .members()
                .keySet()
                .forEach(name ->
                        json.object("variables").string(name).ifPresent(value -> builder.variable(name, value)));
        return builder.build();
    }

    /** {@return an empty builder} */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects a launch; not thread-safe. */
    public static final class Builder {
        private @Nullable String interpreter;
        private @Nullable String baseInterpreter;
        private @Nullable String workingDirectory;
        private final List<String> searchPath = new ArrayList<>();
        private final List<String> pythonPath = new ArrayList<>();
        private final List<String> sitePackages = new ArrayList<>();
        private final List<String> javaClassPath = new ArrayList<>();
        private final Map<String, String> variables = new LinkedHashMap<>();

        private Builder() {}

        /** Sets the environment's Python. */
        public Builder interpreter(String path) {
            interpreter = path;
            return this;
        }

        /** Sets the Python under it. */
        public Builder baseInterpreter(String path) {
            baseInterpreter = path;
            return this;
        }

        /** Sets the folder a worker starts in. */
        public Builder workingDirectory(String path) {
            workingDirectory = path;
            return this;
        }

        /** Adds a folder to PATH, after those added before. */
        public Builder searchPath(String folder) {
            searchPath.add(folder);
            return this;
        }

        /** Adds a folder to PYTHONPATH, after those added before. */
        public Builder pythonPath(String folder) {
            pythonPath.add(folder);
            return this;
        }

        /** Adds a folder of installed packages. */
        public Builder sitePackages(String folder) {
            sitePackages.add(folder);
            return this;
        }

        /** Adds a file to the Java class path. */
        public Builder javaClassPath(String file) {
            javaClassPath.add(file);
            return this;
        }

        /** Sets a variable. */
        public Builder variable(String name, String value) {
            variables.put(name, value);
            return this;
        }

        /** {@return the launch} */
        public Launch build() {
            return new Launch(this);
        }
    }
}
