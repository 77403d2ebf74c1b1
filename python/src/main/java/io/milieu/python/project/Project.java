package io.milieu.python.project;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.toml.TomlFields;
import io.milieu.python.toml.TomlText;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.VersionSpecifiers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a {@code pyproject.toml} says its project needs (PEP 621, 735). The project itself is not built.
 *
 * @param document the file, for messages
 * @param name the project's name; absent if the file has no {@code [project]} table
 * @param requiresPython the versions of Python it works with
 * @param dependencies what it needs
 * @param optionalDependencies what each extra adds
 * @param groups its dependency groups
 */
public record Project(
        String document,
        Optional<PackageName> name,
        VersionSpecifiers requiresPython,
        List<Requirement> dependencies,
        Map<ExtraName, List<Requirement>> optionalDependencies,
        DependencyGroups groups) {

    /** Copies the collections. */
    public Project {
        dependencies = List.copyOf(dependencies);
        optionalDependencies = Collections.unmodifiableMap(new LinkedHashMap<>(optionalDependencies));
    }

    /**
     * Reads a {@code pyproject.toml}.
     *
     * @throws MilieuException {@link PythonError#PROJECT_INVALID} naming what is wrong and where; {@link CoreError#PATH_INVALID} if
     *     there is no such file; {@link CoreError#NOT_SUPPORTED} if only a build tells the dependencies
     */
    public static Project read(Path file) {
        TomlFields root = TomlText.read(file, PythonError.PROJECT_INVALID);
        DependencyGroups groups = DependencyGroups.of(root.fields("dependency-groups")
                .orElseGet(() -> new TomlFields(
                        TomlValue.Table.EMPTY, root.document(), "dependency-groups", PythonError.PROJECT_INVALID)));
        return root.fields("project")
                .map(table -> of(table, groups))
                .orElseGet(() -> new Project(
                        root.document(), Optional.empty(), VersionSpecifiers.ANY, List.of(), Map.of(), groups));
    }

    private static Project of(TomlFields table, DependencyGroups groups) {
        String text = table.required("name");
        PackageName name = PackageName.tryOf(text)
                .orElseThrow(() -> table.problem("`project.name` is not the name of a project: `" + text + "`"));
        List<String> dynamic = table.strings("dynamic");
        for (String field : List.of("dependencies", "optional-dependencies")) {
            if (dynamic.contains(field)) {
                throw new MilieuException(
                        CoreError.NOT_SUPPORTED,
                        table.document() + ": `project." + field + "` is dynamic: only building the project tells it",
                        List.of("Write the dependencies into the file, or name them yourself."));
            }
        }
        return new Project(
                table.document(),
                Optional.of(name),
                Requirements.python(table),
                Requirements.of(table, "dependencies"),
                optional(table),
                groups);
    }

    private static Map<ExtraName, List<Requirement>> optional(TomlFields table) {
        Map<ExtraName, List<Requirement>> extras = new LinkedHashMap<>();
        Optional<TomlFields> optional = table.fields("optional-dependencies");
        if (optional.isPresent()) {
            for (String key : optional.get().table().entries().keySet()) {
                ExtraName extra = ExtraName.tryOf(key)
                        .orElseThrow(
                                () -> table.problem("`" + optional.get().at(key) + "` is not the name of an extra"));
                if (extras.put(extra, Requirements.of(optional.get(), key)) != null) {
                    throw table.problem("two extras have the name `" + extra + "` in different spellings");
                }
            }
        }
        return extras;
    }

    /**
     * {@return what the project needs with these extras, in order, each once} An extra may ask for other extras of its own project, as in
     * {@code all = ["name[a,b]"]}.
     *
     * @throws MilieuException {@link PythonError#PROJECT_INVALID} if it has no {@code [project]} table or no such extra
     */
    public List<Requirement> requirements(Set<ExtraName> extras) {
        if (name.isEmpty()) {
            throw new MilieuException(
                    PythonError.PROJECT_INVALID,
                    document + ": there is no `[project]` table, so nothing says what the project needs",
                    List.of("Ask for one of its dependency groups with `--group`."));
        }
        Set<Requirement> all = new LinkedHashSet<>();
        Set<String> seen = new HashSet<>();
        dependencies.forEach(requirement -> add(requirement, Marker.always(), all, seen));
        extras.stream().sorted().forEach(extra -> add(extra, Marker.always(), all, seen));
        return List.copyOf(all);
    }

    private void add(ExtraName extra, Marker condition, Set<Requirement> all, Set<String> seen) {
        List<Requirement> added = optionalDependencies.get(extra);
        if (added == null) {
            throw new MilieuException(
                    PythonError.PROJECT_INVALID,
                    document + ": there is no extra `" + extra + "`",
                    List.of(
                            optionalDependencies.isEmpty()
                                    ? "It has none."
                                    : "It has "
                                            + optionalDependencies.keySet().stream()
                                                    .map(Object::toString)
                                                    .collect(Collectors.joining(", "))
                                            + "."));
        }
        if (seen.add(extra + " " + condition)) {
            added.forEach(requirement -> add(requirement, condition, all, seen));
        }
    }

    /** The project's own name stands for its extras: the project is not installed. */
    private void add(Requirement requirement, Marker condition, Set<Requirement> all, Set<String> seen) {
        Marker both = both(condition, requirement.marker());
        if (name.isPresent() && requirement.name().equals(name.get())) {
            requirement.extras().forEach(extra -> add(extra, both, all, seen));
        } else {
            all.add(new Requirement(requirement.name(), requirement.extras(), requirement.source(), both));
        }
    }

    private static Marker both(Marker one, Marker other) {
        if (one.equals(Marker.always()) || one.equals(other)) {
            return other;
        }
        return other.equals(Marker.always()) ? one : new Marker.And(List.of(one, other));
    }
}
