package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import io.milieu.python.lock.LockChoice;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockScope;
import io.milieu.python.lock.LockSelection;
import io.milieu.python.lock.LockedFile;
import io.milieu.python.lock.LockedSource;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lock files. */
final class LockCases implements Case.Family {
    private static final String FILE = "test_pylock.py::test_";
    private static final String SELECT = "test_pylock_select.py::test_";
    private static final Version PYTHON = Version.parse("3.12.12");
    private static final MarkerEnvironment LINUX = new MarkerEnvironment(
            "cpython", "3.12.12", "posix", "x86_64", "CPython", "6.8.0", "Linux", "#1 SMP", "3.12.12", "3.12", "linux");
    private static final Target TARGET = new Target(
            PYTHON,
            LINUX,
            SupportedTags.of(
                    List.of(new Tag("cp312", "cp312", "manylinux_2_17_x86_64"), new Tag("py3", "none", "any"))));

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        checks.put(
                FILE + "pylock_file_name",
                row -> assertThat(LockFile.isName(row.text("file_name"))).isEqualTo(row.flag("valid")));
        checks.put(
                FILE + "pylock_version",
                row -> assertThat(lock(row.text("version"), "").isNewer()).isFalse());
        checks.put(
                FILE + "pylock_unsupported_version",
                row -> assertThatThrownBy(() -> lock(row.text("version"), ""))
                        .hasMessageContaining("`lock-version` is `" + row.text("version") + "`"));
        checks.put(FILE + "dist_filename", LockCases::fileName);
        checks.put(FILE + "hash_validation", LockCases::hashes);
        checks.put(SELECT + "extras_and_groups", LockCases::extrasAndGroups);
        checks.put(SELECT + "prefer_sdist_predicate", LockCases::sourceOrWheel);
        return checks;
    }

    private static LockFile lock(String version, String rest) {
        String packages = rest.contains("[[packages]]") ? "" : "packages = []\n";
        return LockFile.parse(
                "lock-version = \"" + version + "\"\ncreated-by = \"someone\"\n" + packages + rest, "a lock");
    }

    private static void fileName(Case row) {
        String text = row.text("dist");
        LockedFile file = new LockedFile(
                part(text, "name"), Optional.empty(), part(text, "url"), part(text, "path"), -1, Map.of());
        assertThat(file.fileName()).isEqualTo(row.text("expected_filename"));
    }

    private static Optional<String> part(String text, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "='([^']*)'").matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).replace("\\\\", "\\")) : Optional.empty();
    }

    private static void hashes(Case row) {
        JsonValue hashes = row.with().get("hashes").orElseThrow();
        String toml = hashes instanceof JsonObject table
                ? table.members().entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + Json.compact(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"))
                : Json.compact((JsonString) hashes);
        String text = "[[packages]]\nname = \"foo\"\nwheels = [{url = \"https://x/foo-1-py3-none-any.whl\", hashes = "
                + toml + "}]\n";
        assertThatThrownBy(() -> lock("1.0", text))
                .isInstanceOf(MilieuException.class)
                .hasMessageContaining("packages[0].wheels[0].hashes");
    }

    private static void extrasAndGroups(Case row) {
        StringBuilder text = new StringBuilder("""
                extras = ["feat1", "feat2"]
                dependency-groups = ["dev", "docs"]
                default-groups = ["dev"]
                """);
        text.append(tree("foo", ""));
        List.of("dev", "docs")
                .forEach(group -> text.append(tree("foo-" + group, "'" + group + "' in dependency_groups")));
        List.of("feat1", "feat2").forEach(extra -> text.append(tree("foo-" + extra, "'" + extra + "' in extras")));
        LockScope scope = new LockScope(names(row, "extras").orElse(Set.of()), names(row, "dependency_groups"));
        assertThat(new LockSelection(TARGET).select(lock("1.0", text.toString()), scope))
                .extracting(choice -> choice.locked().name().toString())
                .containsExactlyElementsOf(row.texts("expected"));
    }

    private static String tree(String name, String marker) {
        return "[[packages]]\nname = \"" + name + "\"\n" + (marker.isEmpty() ? "" : "marker = \"" + marker + "\"\n")
                + "directory = {path = \"./" + name + "\"}\n";
    }

    private static Optional<Set<ExtraName>> names(Case row, String parameter) {
        return row.with().get(parameter).orElseThrow() instanceof JsonValue.JsonArray array
                ? Optional.of(array.strings().stream().map(ExtraName::of).collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static void sourceOrWheel(Case row) {
        String hash = "hashes = {sha256 = \"" + "a".repeat(64) + "\"}";
        StringBuilder text = new StringBuilder("[[packages]]\nname = \"foo\"\nversion = \"1.0\"\n");
        if (row.flag("include_sdist")) {
            text.append("sdist = {path = \"foo-1.0.tar.gz\", ").append(hash).append("}\n");
        }
        row.with()
                .string("wheel_python_tag")
                .ifPresent(tag -> text.append("wheels = [{path = \"foo-1.0-")
                        .append(tag)
                        .append("-none-any.whl\", ")
                        .append(hash)
                        .append("}]\n"));
        LockChoice choice = new LockSelection(TARGET)
                .select(lock("1.0", text.toString()), LockScope.DEFAULT)
                .getFirst();
        assertThat(choice.locked().source()).isInstanceOf(LockedSource.Files.class);
        assertThat(choice instanceof LockChoice.Wheel)
                .isEqualTo(row.text("expected_type").equals("PackageWheel"));
    }
}
