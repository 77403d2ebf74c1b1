package io.milieu.python.scenario;

import static org.junit.jupiter.api.Assumptions.abort;

import io.milieu.python.index.FormatControl;
import io.milieu.python.input.Strategy;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.testkit.IndexBuilder;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.SdistMaker;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * One published resolver scenario: what an index offers, what is asked for, what is expected.
 *
 * @param name category and file, such as {@code wheels/no-wheels}
 * @param table the whole file
 */
record Scenario(String name, TomlTable table) {
    private static final String ANY_PYTHON_OF_TODAY = ">=3.12";

    /** {@return all published scenarios, in the order of their names} Aborts the test where they are missing. */
    static List<Scenario> all() throws IOException {
        Path folder = Path.of(System.getProperty("milieu.data", "../shared/data"), "scenarios");
        if (!Files.isDirectory(folder)) {
            return abort("the published scenarios are not here: " + folder);
        }
        List<Scenario> scenarios = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".toml"))
                    .sorted()
                    .toList()) {
                scenarios.add(read(file));
            }
        }
        return scenarios;
    }

    private static Scenario read(Path file) throws IOException {
        Path folder = file.getParent();
        String category = folder == null ? "" : folder.getFileName() + "/";
        String name = file.getFileName().toString().replaceFirst("\\.toml$", "");
        return new Scenario(category + name, Toml.parse(file));
    }

    boolean isUniversal() {
        return table.getBoolean("resolver_options.universal", () -> false);
    }

    boolean prereleases() {
        return table.getBoolean("resolver_options.prereleases", () -> false);
    }

    List<String> requirements() {
        return strings(table, "root.requires");
    }

    /** {@return the version of Python that is installed for, such as {@code 3.12}} */
    String python() {
        return table.getString("resolver_options.python", () -> table.getString("environment.python", () -> "3.12"));
    }

    /** {@return the versions of Python that a universal resolution is for} */
    String pythons() {
        return "compile".equals(table.getString("testgen.kind"))
                ? ">=" + python()
                : table.getString("root.requires_python", () -> ANY_PYTHON_OF_TODAY);
    }

    Strategy strategy() {
        return Strategy.valueOf(
                table.getString("resolver_options.resolution", () -> "highest").toUpperCase(Locale.ROOT));
    }

    List<String> withoutWheels() {
        return strings(table, "resolver_options.no_binary");
    }

    List<String> withoutSources() {
        return strings(table, "resolver_options.no_build");
    }

    boolean isSatisfiable() {
        return table.getBoolean("expected.satisfiable", () -> true);
    }

    /** {@return the expected versions by project; empty if the scenario does not say} */
    Map<String, String> expected() {
        Map<String, String> versions = new TreeMap<>();
        TomlTable packages = table.getTableOrEmpty("expected.packages");
        packages.keySet().forEach(key -> versions.put(key, packages.getString(List.of(key))));
        return versions;
    }

    /** {@return the index, which offers a wheel and a source distribution of each version unless the scenario says otherwise} */
    IndexServer serve() {
        IndexBuilder index = IndexServer.builder();
        TomlTable packages = table.getTableOrEmpty("packages");
        for (String project : packages.keySet()) {
            TomlTable versions = packages.getTableOrEmpty(List.of(project, "versions"));
            for (String version : versions.keySet()) {
                offer(index, project, version, versions.getTableOrEmpty(List.of(version)));
            }
        }
        return index.start();
    }

    private static void offer(IndexBuilder index, String project, String version, TomlTable about) {
        List<String> files = new ArrayList<>();
        if (about.getBoolean("wheel", () -> true)) {
            List<String> tags = strings(about, "wheel_tags");
            for (String tag : tags.isEmpty() ? List.of("py3-none-any") : tags) {
                WheelMaker wheel = WheelMaker.wheel(project, version)
                        .tag(tag)
                        .requiresPython(requiresPython(about))
                        .requiresDist(strings(about, "requires").toArray(String[]::new));
                extras(about).forEach((extra, requirements) -> {
                    wheel.extras(extra);
                    requirements.forEach(each -> wheel.requiresDist(conditional(each, extra)));
                });
                var made = wheel.make();
                index.add(made);
                files.add(made.fileName());
            }
        }
        if (about.getBoolean("sdist", () -> true)) {
            var made = SdistMaker.sdist(project, version)
                    .file("PKG-INFO", information(project, version, about))
                    .make();
            index.add(made);
            files.add(made.fileName());
        }
        if (about.getBoolean("yanked", () -> false)) {
            files.forEach(file -> index.yanked(file, ""));
        }
    }

    /** {@return what the source distributions say of themselves, by their file names} */
    Map<String, String> sources() {
        Map<String, String> sources = new HashMap<>();
        TomlTable packages = table.getTableOrEmpty("packages");
        for (String project : packages.keySet()) {
            TomlTable versions = packages.getTableOrEmpty(List.of(project, "versions"));
            for (String version : versions.keySet()) {
                sources.put(
                        SdistMaker.sdist(project, version).make().fileName(),
                        information(project, version, versions.getTableOrEmpty(List.of(version))));
            }
        }
        return sources;
    }

    private static String information(String project, String version, TomlTable about) {
        StringBuilder information = new StringBuilder("Metadata-Version: 2.2\nName: ")
                .append(project)
                .append("\nVersion: ")
                .append(version)
                .append("\nRequires-Python: ")
                .append(requiresPython(about));
        strings(about, "requires")
                .forEach(each -> information.append("\nRequires-Dist: ").append(each));
        return information.append("\n").toString();
    }

    /** {@return the rules of choosing that the scenario asks for} */
    ResolveRules rules() {
        ResolveRules standard = ResolveRules.STANDARD;
        FormatControl formats = FormatControl.any();
        for (String project : withoutWheels()) {
            formats = formats.noBinary(project);
        }
        for (String project : withoutSources()) {
            formats = formats.onlyBinary(project);
        }
        return new ResolveRules(
                Map.of(),
                Map.of(),
                standard.hashes(),
                prereleases() ? standard.releases().allReleases(":all:") : standard.releases(),
                formats,
                false,
                standard.excludeNewer(),
                strategy(),
                true);
    }

    private static String requiresPython(TomlTable about) {
        return about.getString("requires_python", () -> ANY_PYTHON_OF_TODAY);
    }

    private static Map<String, List<String>> extras(TomlTable about) {
        Map<String, List<String>> extras = new TreeMap<>();
        TomlTable given = about.getTableOrEmpty("extras");
        given.keySet().forEach(extra -> extras.put(extra, texts(given.getArray(List.of(extra)))));
        return extras;
    }

    private static String conditional(String requirement, String extra) {
        int marker = requirement.indexOf(';');
        String condition = "extra == '" + extra + "'";
        return marker < 0
                ? requirement + " ; " + condition
                : requirement.substring(0, marker) + "; (" + requirement.substring(marker + 1) + ") and " + condition;
    }

    private static List<String> strings(TomlTable table, String key) {
        return texts(table.getArrayOrEmpty(key));
    }

    private static List<String> texts(TomlArray array) {
        return array.toList().stream().map(String::valueOf).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
