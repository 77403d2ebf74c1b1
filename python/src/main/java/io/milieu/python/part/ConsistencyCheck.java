package io.milieu.python.part;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code pip check} checks, over everything an environment sees. What was resolved is consistent in itself unless {@code
 * --no-deps} or an override forbade it; a base that was installed by others need not be, nor with what is laid over it.
 *
 * @param visible version by name: what was resolved, and what of the base it does not hide
 * @param markers the interpreter's
 */
record ConsistencyCheck(Map<PackageName, String> visible, MarkerEnvironment markers) {
    ConsistencyCheck {
        visible = Map.copyOf(visible);
    }

    /**
     * Checks the distributions that are seen.
     *
     * @param base what the base has
     * @param resolved what is laid over it, with its requirements
     * @throws MilieuException {@link PythonError#PACKAGES_INCONSISTENT} with every conflict
     */
    void run(List<InstalledDistribution> base, Map<PackageName, List<DeclaredRequirement>> resolved) {
        List<String> conflicts = new ArrayList<>();
        for (InstalledDistribution distribution : base) {
            boolean hidden = !distribution.version().equals(visible.get(distribution.name()));
            if (!hidden && !resolved.containsKey(distribution.name())) {
                collect(distribution.name(), distribution.requirements(), conflicts);
            }
        }
        new TreeMap<>(resolved).forEach((name, requirements) -> collect(name, requirements, conflicts));
        if (!conflicts.isEmpty()) {
            throw new MilieuException(
                    PythonError.PACKAGES_INCONSISTENT,
                    "the packages do not fit together:\n  " + String.join("\n  ", conflicts),
                    List.of("Ask for versions that fit, or leave out `pip_check`."));
        }
    }

    private void collect(PackageName name, List<DeclaredRequirement> requirements, List<String> conflicts) {
        for (DeclaredRequirement declared : requirements) {
            if (declared instanceof DeclaredRequirement.Valid(Requirement requirement)
                    && requirement.marker().evaluate(markers)) {
                conflict(requirement)
                        .ifPresent(problem -> conflicts.add(
                                name + " " + visible.get(name) + " requires " + requirement + ", but " + problem));
            }
        }
    }

    private Optional<String> conflict(Requirement requirement) {
        String version = visible.get(requirement.name());
        if (version == null) {
            return Optional.of("it is not there");
        }
        boolean fits = Version.tryParse(version)
                .map(requirement.specifiers()::contains)
                .orElse(false);
        return fits ? Optional.empty() : Optional.of("it is " + version);
    }
}
