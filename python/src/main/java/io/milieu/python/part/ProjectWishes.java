package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockScope;
import io.milieu.python.name.ExtraName;
import io.milieu.python.project.Project;
import io.milieu.python.requirement.Requirement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which projects, and what of them: extras and dependency groups. Not thread-safe: collects while reading. */
final class ProjectWishes {
    private static final String FILE = "pyproject.toml";

    private final Path directory;
    private final Set<Path> projects = new LinkedHashSet<>();
    private final Set<ExtraName> extras = new LinkedHashSet<>();
    private final Set<ExtraName> groups = new LinkedHashSet<>();
    private final Map<Path, Set<ExtraName>> groupsOf = new LinkedHashMap<>();
    private boolean allExtras;
    private boolean lockOnly = true;

    ProjectWishes(Path directory) {
        this.directory = directory;
    }

    void project(Path file) {
        projects.add(file);
        lockOnly = false;
    }

    void extra(String name) {
        extras.add(ExtraName.of(name));
    }

    void allExtras() {
        allExtras = true;
    }

    /** As with pip: {@code NAME}, or {@code PATH:NAME} with the path of a project's folder or file. */
    void group(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            groups.add(ExtraName.of(text));
            return;
        }
        Path place =
                directory.resolve(text.substring(0, colon)).toAbsolutePath().normalize();
        Path file = place.endsWith(FILE) ? place : place.resolve(FILE);
        groupsOf.computeIfAbsent(file, key -> new LinkedHashSet<>()).add(ExtraName.of(text.substring(colon + 1)));
        lockOnly = false;
    }

    /** {@return what is asked of a lock}: with a project beside it, that names them, only what the lock knows of it. */
    LockScope scope(LockFile lock) {
        Set<ExtraName> asked = new HashSet<>(allExtras ? lock.extras() : extras);
        Set<ExtraName> wanted = new HashSet<>(groups);
        groupsOf.values().forEach(wanted::addAll);
        if (!lockOnly) {
            asked.retainAll(lock.extras());
            wanted.retainAll(lock.dependencyGroups());
        }
        return new LockScope(asked, wanted.isEmpty() ? Optional.empty() : Optional.of(wanted));
    }

    /**
     * {@return what each project asks for}
     *
     * @param locked whether there is a lock, which extras and groups may be meant for
     */
    Map<Project, List<Requirement>> read(boolean locked) {
        if (projects.isEmpty() && !locked) {
            if (!extras.isEmpty() || allExtras) {
                throw new MilieuException(
                        CoreError.USAGE,
                        "extras are asked for, but no project that could have them",
                        List.of("Name its `pyproject.toml` with `--requirements`, or its folder with `--project`."));
            }
            if (!groups.isEmpty()) {
                groupsOf.computeIfAbsent(
                                directory.resolve(FILE).toAbsolutePath().normalize(), key -> new LinkedHashSet<>())
                        .addAll(groups);
            }
        }
        Map<Project, List<Requirement>> all = new LinkedHashMap<>();
        Set<Path> files = new LinkedHashSet<>(projects);
        files.addAll(groupsOf.keySet());
        for (Path file : files) {
            Project project = Project.read(file);
            List<Requirement> requirements = new ArrayList<>();
            if (projects.contains(file)) {
                requirements.addAll(project.requirements(
                        allExtras ? project.optionalDependencies().keySet() : extras));
                groups.forEach(group -> requirements.addAll(project.groups().requirements(group)));
            }
            groupsOf.getOrDefault(file, Set.of())
                    .forEach(group -> requirements.addAll(project.groups().requirements(group)));
            all.put(project, requirements);
        }
        return all;
    }
}
