package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.BuildTag;
import io.milieu.python.tag.Libc;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.WheelFileName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Cases of tags, names and wheel file names. */
final class TagCases implements Case.Family {
    private static final String UTILS = "test_utils.py::test_";
    private static final String TAGS = "test_tags.py::";

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        addNames(checks);
        addTags(checks);
        addPlatforms(checks);
        return checks;
    }

    private static void addNames(Map<String, Case.Check> checks) {
        checks.put(
                UTILS + "canonicalize_name",
                row -> assertThat(PackageName.of(row.text("name"))).hasToString(row.text("expected")));
        checks.put(UTILS + "canonicalize_name_invalid", row -> {
            assertThat(PackageName.normalize(row.text("name"))).isEqualTo(row.text("expected"));
            assertThatThrownBy(() -> PackageName.of(row.text("name"))).isInstanceOf(MilieuException.class);
        });
        checks.put(
                UTILS + "is_normalized_name",
                row -> assertThat(PackageName.normalize(row.text("name"))).isEqualTo(row.text("expected")));
        checks.put(UTILS + "parse_wheel_filename", TagCases::wheel);
        checks.put(UTILS + "parse_wheel_invalid_filename", row -> isInvalidWheel(row.text("filename")));
        checks.put(
                UTILS + "parse_wheel_unsorted_tags_valid_by_default", row -> WheelFileName.parse(row.text("filename")));
    }

    private static void addTags(Map<String, Case.Check> checks) {
        checks.put(TAGS + "TestParseTag::test_empty_component_raises", row -> isInvalidWheel(wheelName(row)));
        checks.put(TAGS + "TestParseTag::test_invalid_interpreter_raises", row -> isInvalidWheel(wheelName(row)));
        checks.put(
                TAGS + "TestParseTag::test_identifier_interpreter_is_valid",
                row -> WheelFileName.parse("foo-1.0-" + row.text("interpreter") + "-none-any.whl"));
        checks.put(TAGS + "test_create_compatible_tags_selector", TagCases::selector);
        checks.put(
                TAGS + "TestSysTags::test_interpreter_name",
                row -> assertThat(firstTag(row.text("name").toLowerCase(Locale.ROOT), "")
                                .python())
                        .isEqualTo(row.text("expected") + "312"));
        checks.put(
                TAGS + "TestGenericTags::test__generic_abi_error",
                row -> assertThatThrownBy(
                                () -> SupportedTags.of(facts("pypy", "", row.text("ext_suffix"), "linux-x86_64")))
                        .isInstanceOf(MilieuException.class));
    }

    private static void addPlatforms(Map<String, Case.Check> checks) {
        checks.put(TAGS + "TestMacOSPlatforms::test_binary_formats", row -> {
            List<String> version = row.with().array("version").stream()
                    .map(number -> ((JsonNumber) number).value().toPlainString())
                    .toList();
            String prefix = "macosx_" + version.getFirst() + "_" + version.getLast() + "_";
            String platform = "macosx-" + version.getFirst() + "." + version.getLast() + "-" + row.text("arch");
            assertThat(platforms(facts("cpython", "", "", platform)).stream()
                            .filter(tag -> tag.startsWith(prefix))
                            .map(tag -> tag.substring(prefix.length())))
                    .isEqualTo(row.texts("expected"));
        });
        checks.put(TAGS + "TestManylinuxPlatform::test_linux_platforms_32_64bit_on_64bit_os", row -> {
            PlatformFacts facts = new PlatformFacts(
                    "cpython", 3, 12, "", "", row.text("arch"), Libc.NONE, row.flag("is_32bit"), false, Set.of());
            assertThat(platforms(facts)).isEqualTo(row.texts("expected"));
        });
        checks.put(TAGS + "TestCPythonABI::test__debug_cp38", row -> {
            PlatformFacts facts =
                    new PlatformFacts("cpython", 3, 8, "d", "", "linux-x86_64", Libc.NONE, false, false, Set.of());
            assertThat(SupportedTags.of(facts).tags().stream().map(Tag::abi).filter(abi -> abi.startsWith("cp")))
                    .isEqualTo(row.texts("expected"));
        });
        checks.put("test_manylinux.py::test_is_manylinux_compatible_glibc_support", row -> {
            PlatformFacts facts = new PlatformFacts(
                    "cpython", 3, 12, "", "", "linux-x86_64", new Libc(Libc.Kind.GLIBC, 2, 5), false, false, Set.of());
            long minor =
                    ((JsonNumber) row.with().array("version").getLast()).value().longValueExact();
            assertThat(platforms(facts).contains("manylinux_2_" + minor + "_x86_64"))
                    .isEqualTo(row.flag("compatible"));
        });
    }

    private static void wheel(Case row) {
        WheelFileName wheel = WheelFileName.parse(row.text("filename"));
        assertThat(wheel.name()).hasToString(row.text("name"));
        assertThat(wheel.version()).hasToString(row.text("version"));
        assertThat(wheel.build()).isEqualTo(BuildTag.NONE);
        assertThat(row.with().array("build")).isEmpty();
        assertThat(wheel.tags()).extracting(Tag::toString).isEqualTo(row.texts("tags"));
    }

    private static void selector(Case row) {
        SupportedTags supported = SupportedTags.of(
                row.texts("supported").stream().map(TagCases::tag).toList());
        assertThat(row.texts("things").stream()
                        .filter(thing -> supported.rank(tag(thing)).isPresent())
                        .sorted(Comparator.comparingInt(
                                thing -> supported.rank(tag(thing)).orElseThrow())))
                .isEqualTo(row.texts("expected"));
    }

    private static void isInvalidWheel(String fileName) {
        assertThatThrownBy(() -> WheelFileName.parse(fileName)).isInstanceOf(MilieuException.class);
    }

    private static String wheelName(Case row) {
        return "foo-1.0-" + row.text("tag") + ".whl";
    }

    private static Tag tag(String python) {
        return new Tag(python, "none", "any");
    }

    private static Tag firstTag(String implementation, String abiFlags) {
        return SupportedTags.of(facts(implementation, abiFlags, ".native-x.so", "linux-x86_64"))
                .tags()
                .getFirst();
    }

    private static PlatformFacts facts(String implementation, String abiFlags, String suffix, String platform) {
        return new PlatformFacts(implementation, 3, 12, abiFlags, suffix, platform, Libc.NONE, false, false, Set.of());
    }

    private static List<String> platforms(PlatformFacts facts) {
        return SupportedTags.of(facts).tags().stream()
                .map(Tag::platform)
                .filter(platform -> !platform.equals("any"))
                .distinct()
                .toList();
    }
}
