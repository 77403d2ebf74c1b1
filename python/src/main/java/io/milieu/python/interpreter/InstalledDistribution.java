package io.milieu.python.interpreter;

import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.metadata.Headers;
import io.milieu.python.name.PackageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A distribution that is installed in an interpreter, by whatever tool.
 *
 * @param name the project
 * @param version as recorded, which for foreign installations need not be a valid one
 * @param metadata the {@code .dist-info} or {@code .egg-info} folder, or the {@code .egg-info} file of distutils
 */
public record InstalledDistribution(PackageName name, String version, Path metadata) {

    /**
     * {@return what it requires, read now}
     *
     * @throws MilieuException IO_FAILED if the metadata cannot be read
     */
    public List<DeclaredRequirement> requirements() {
        Path legacy = metadata.resolve("requires.txt");
        try {
            List<String> lines = Files.isRegularFile(legacy)
                    ? legacyRequirements(Files.readAllLines(legacy, StandardCharsets.UTF_8))
                    : headers(metadata).all("requires-dist");
            return lines.stream().map(DeclaredRequirement::of).toList();
        } catch (IOException e) {
            throw DiskFailure.of("read what is installed", metadata, e);
        }
    }

    /** setuptools' {@code requires.txt}: requirements under headings {@code [extra]}, {@code [:marker]}, {@code [extra:marker]}. */
    private static List<String> legacyRequirements(List<String> lines) {
        List<String> requirements = new ArrayList<>();
        String condition = "";
        for (String line : lines.stream().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                condition = condition(line.substring(1, line.length() - 1));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                requirements.add(line + condition);
            }
        }
        return requirements;
    }

    private static String condition(String heading) {
        String[] parts = heading.split(":", 2);
        List<String> conditions = new ArrayList<>();
        if (parts.length == 2) {
            conditions.add(parts[0].isBlank() ? parts[1].strip() : "(" + parts[1].strip() + ")");
        }
        if (!parts[0].isBlank()) {
            conditions.add("extra == \"" + parts[0].strip() + "\"");
        }
        return " ; " + String.join(" and ", conditions);
    }

    /** {@return the file that makes an entry an installed distribution; empty if a removal left only a folder} */
    static Optional<Path> metadataFile(Path metadata) {
        return Stream.of(metadata, metadata.resolve("METADATA"), metadata.resolve("PKG-INFO"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    static Headers headers(Path metadata) throws IOException {
        Path file = metadataFile(metadata).orElseThrow(() -> new IOException("there is no metadata in it"));
        // Old tools wrote the names of authors in any encoding; the fields that matter here are ASCII.
        return new Headers(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    }
}
