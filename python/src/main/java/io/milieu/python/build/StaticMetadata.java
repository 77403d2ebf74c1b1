package io.milieu.python.build;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.metadata.CoreMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tomlj.TomlTable;

/** What a source tree promises of every wheel that is built from it, so that nothing has to be built to know it. */
public final class StaticMetadata {
    private static final List<String> DECIDING =
            List.of("version", "dependencies", "optional-dependencies", "requires-python");

    private StaticMetadata() {}

    /**
     * {@return the metadata, if it does not depend on a build: {@code PKG-INFO} by its own word (PEP 643), else the table {@code
     * project} without dynamic fields (PEP 621)}
     *
     * @param project the folder of the project
     * @param label what messages call it
     * @throws IOException if a file cannot be read
     */
    public static Optional<CoreMetadata> of(Path project, String label) throws IOException {
        Path info = project.resolve("PKG-INFO");
        if (Files.isRegularFile(info)) {
            try {
                CoreMetadata read = CoreMetadata.parse(Files.readString(info));
                if (read.hasStaticDependencies()) {
                    return Optional.of(read);
                }
            } catch (MilieuException e) {
                if (e.code() != PythonError.METADATA_INVALID) {
                    throw e;
                }
                // The build will tell what is true.
                return Optional.empty();
            }
        }
        return BuildSystem.pyproject(project, label)
                .flatMap(toml -> Optional.ofNullable(BuildSystem.table(toml, "project", label)))
                .flatMap(table -> ofTable(table, label));
    }

    private static Optional<CoreMetadata> ofTable(TomlTable project, String label) {
        List<String> dynamic = BuildSystem.strings(project, "dynamic", label);
        if (dynamic.stream().anyMatch(DECIDING::contains)
                || !(project.get("name") instanceof String name)
                || !(project.get("version") instanceof String version)) {
            return Optional.empty();
        }
        StringBuilder text =
                new StringBuilder("Metadata-Version: 2.2\nName: " + line(name) + "\nVersion: " + line(version) + "\n");
        if (project.get(List.of("requires-python")) instanceof String python) {
            text.append("Requires-Python: ").append(line(python)).append('\n');
        }
        for (String requirement : BuildSystem.strings(project, "dependencies", label)) {
            text.append("Requires-Dist: ").append(line(requirement)).append('\n');
        }
        TomlTable extras = BuildSystem.table(project, "optional-dependencies", label);
        if (extras != null) {
            for (String extra : extras.keySet()) {
                text.append("Provides-Extra: ").append(line(extra)).append('\n');
                for (String requirement : BuildSystem.strings(extras, extra, label)) {
                    text.append("Requires-Dist: ")
                            .append(conditioned(line(requirement), line(extra)))
                            .append('\n');
                }
            }
        }
        return Optional.of(CoreMetadata.parse(text.toString()));
    }

    private static String conditioned(String requirement, String extra) {
        int marker = requirement.contains(" @ ") ? requirement.indexOf(" ;") : requirement.indexOf(';');
        String condition = "extra == \"" + extra + "\"";
        return marker < 0
                ? requirement + " ; " + condition
                : requirement.substring(0, marker) + " ; ("
                        + requirement
                                .substring(requirement.indexOf(';', marker) + 1)
                                .strip() + ") and " + condition;
    }

    /** A line break would begin another field. */
    private static String line(String text) {
        return text.replaceAll("[\\r\\n]+", " ").strip();
    }
}
