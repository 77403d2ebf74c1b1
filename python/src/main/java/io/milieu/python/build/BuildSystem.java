package io.milieu.python.build;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * How a source tree is built (PEP 517, 518): the table {@code build-system} of its {@code pyproject.toml}.
 *
 * @param requires what the backend needs to start
 * @param backend the backend: a module, perhaps with an object in it behind a colon
 * @param backendPath folders in the tree that have the backend, relative; mostly none
 */
public record BuildSystem(List<Requirement> requires, String backend, List<String> backendPath) {
    private static final String LEGACY = "setuptools.build_meta:__legacy__";
    private static final int LARGEST = 4 << 20;

    /** Copies the lists. */
    public BuildSystem {
        requires = List.copyOf(requires);
        backendPath = List.copyOf(backendPath);
    }

    /**
     * Reads how a tree is built. Without a {@code build-system} it is setuptools that builds.
     *
     * @param project the folder of the project
     * @param label what the messages call it
     * @throws MilieuException {@link PythonError#SOURCE_INVALID} if the folder is no project, or its {@code pyproject.toml} cannot be
     *     understood
     * @throws IOException if it cannot be read
     */
    public static BuildSystem read(Path project, String label) throws IOException {
        Optional<TomlTable> file = pyproject(project, label);
        if (file.isEmpty() && !Files.isRegularFile(project.resolve("setup.py"))) {
            throw invalid(label, "it has neither a `pyproject.toml` nor a `setup.py`");
        }
        TomlTable table = file.map(toml -> table(toml, "build-system", label)).orElse(null);
        if (table == null) {
            return new BuildSystem(List.of(Requirement.parse("setuptools>=40.8.0")), LEGACY, List.of());
        }
        if (!table.contains("requires")) {
            throw invalid(label, "`build-system` in its `pyproject.toml` has no `requires`");
        }
        List<Requirement> requires = new ArrayList<>();
        for (String text : strings(table, "requires", label)) {
            try {
                requires.add(Requirement.parse(text));
            } catch (MilieuException e) {
                throw invalid(label, "its `build-system.requires` has a malformed entry: " + e.getMessage());
            }
        }
        Object backend = table.get("build-backend");
        if (backend != null && !(backend instanceof String)) {
            throw invalid(label, "`build-backend` in its `pyproject.toml` is not a text");
        }
        List<String> path = strings(table, "backend-path", label);
        for (String folder : path) {
            if (!project.resolve(folder).normalize().startsWith(project)) {
                throw invalid(label, "its `backend-path` leaves the project: `" + folder + "`");
            }
        }
        return new BuildSystem(requires, backend instanceof String text ? text : LEGACY, path);
    }

    /** {@return the project's {@code pyproject.toml}, if it has one} */
    static Optional<TomlTable> pyproject(Path project, String label) throws IOException {
        Path file = project.resolve("pyproject.toml");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > LARGEST) {
            throw invalid(label, "its `pyproject.toml` is larger than 4 MiB");
        }
        TomlParseResult parsed = Toml.parse(Files.readString(file));
        if (parsed.hasErrors()) {
            throw invalid(
                    label,
                    "its `pyproject.toml` is no TOML: "
                            + parsed.errors().getFirst().getMessage());
        }
        return Optional.of(parsed);
    }

    static @org.jspecify.annotations.Nullable TomlTable table(TomlTable toml, String key, String label) {
        Object value = toml.get(key);
        if (value != null && !(value instanceof TomlTable)) {
            throw invalid(label, "`" + key + "` in its `pyproject.toml` is not a table");
        }
        return value instanceof TomlTable table ? table : null;
    }

    static List<String> strings(TomlTable table, String key, String label) {
        Object value = table.get(List.of(key));
        if (value == null) {
            return List.of();
        }
        List<String> strings = new ArrayList<>();
        for (Object each : value instanceof TomlArray array ? array.toList() : List.of(value)) {
            if (!(value instanceof TomlArray) || !(each instanceof String text)) {
                throw invalid(label, "`" + key + "` in its `pyproject.toml` is not a list of texts");
            }
            strings.add(text);
        }
        return strings;
    }

    static MilieuException invalid(String label, String problem) {
        return new MilieuException(
                PythonError.SOURCE_INVALID,
                "`" + label + "` cannot be built: " + problem,
                List.of("A project has a `pyproject.toml` (PEP 517, 518) or a `setup.py`."));
    }
}
