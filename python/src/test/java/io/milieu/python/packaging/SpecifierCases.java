package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.version.PrereleasePolicy;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifier;
import io.milieu.python.version.VersionSpecifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cases of single clauses. A clause is also a set of one: what a set does is checked in {@link SpecifierSetCases}. */
final class SpecifierCases implements Case.Family {
    private static final String PREFIX = "test_specifiers.py::TestSpecifier::test_";
    private static final String INTERNAL = "test_specifiers.py::TestSpecifierInternal::test_spec_version_cache_";

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        checks.put(PREFIX + "specifiers_valid", row -> VersionSpecifier.parse(row.text("specifier")));
        checks.put(
                PREFIX + "specifiers_invalid",
                row -> assertThatThrownBy(() -> VersionSpecifier.parse(row.text("specifier")))
                        .isInstanceOf(MilieuException.class));
        checks.put(PREFIX + "specifiers_normalized", row -> {
            String version = row.text("version");
            List<String> all = List.of("~=", "==", "!=", "<=", ">=", "<", ">");
            for (String operator : version.contains("+") ? List.of("==", "!=") : all) {
                VersionSpecifier.parse(operator + version);
            }
        });
        checks.put(
                PREFIX + "specifiers_str_and_repr",
                row -> assertThat(VersionSpecifier.parse(row.text("specifier"))).hasToString(row.text("expected")));
        checks.put(PREFIX + "specifiers_hash", row -> roundTrip(row.text("specifier"), VersionSpecifier::parse));
        checks.put(
                "test_specifiers.py::test_pickle_specifier_roundtrip",
                row -> roundTrip(row.text("specifier"), VersionSpecifier::parse));
        checks.put(PREFIX + "comparison_true", row -> compare(row, true, VersionSpecifier::parse));
        checks.put(PREFIX + "comparison_false", row -> compare(row, false, VersionSpecifier::parse));
        addMembership(checks);
        return checks;
    }

    private static void addMembership(Map<String, Case.Check> checks) {
        for (String test : List.of("specifiers", "arbitrary_equality", "arbitrary_equality_normalization")) {
            checks.put(PREFIX + test, row -> contains(row, "spec_str"));
        }
        checks.put(PREFIX + "invalid_version", row -> contains(row, "spec_str"));
        checks.put(PREFIX + "specifier_prereleases_set", row -> changedPolicy(row, "specifier"));
        checks.put(
                PREFIX + "specifier_prereleases_detection",
                row -> assertThat(VersionSpecifier.parse(row.text("specifier")).mentionsPrerelease())
                        .isEqualTo(row.flag("expected")));
        checks.put(
                PREFIX + "specifiers_prereleases",
                row -> assertThat(VersionSpecifiers.parse(row.text("specifier"))
                                .contains(Version.parse(row.text("version")), row.policy("contains_pre", "spec_pre")))
                        .isEqualTo(row.flag("expected")));
        checks.put(PREFIX + "specifier_filter", SpecifierCases::filter);
        checks.put(PREFIX + "specifier_filter_arbitrary_equality_normalization", SpecifierCases::filter);
        checks.put(
                PREFIX + "specifier_operator_property",
                row -> assertThat(VersionSpecifier.parse(row.text("spec"))
                                .operator()
                                .symbol())
                        .isEqualTo(row.text("op")));
        checks.put(
                PREFIX + "specifier_version_property",
                row -> assertThat(VersionSpecifier.parse(row.text("spec")).toString())
                        .endsWith(row.text("version")));
        checks.put(INTERNAL + "consistency", row -> sameForTextAndVersion(row, "test_versions"));
        checks.put(INTERNAL + "with_wildcards", row -> sameForTextAndVersion(row, "test_versions"));
        checks.put(INTERNAL + "compatible_operator", row -> sameForTextAndVersion(row, "versions"));
    }

    /** A candidate that is no version, or spelled otherwise, meets the specifiers as text; versions meet the policy too. */
    static void filter(Case row) {
        VersionSpecifiers specifiers = VersionSpecifiers.parse(row.text("specifier"));
        PrereleasePolicy policy = row.policy("prereleases", "specifier_prereleases");
        List<String> candidates = row.with().array("input").stream()
                .filter(value -> value instanceof JsonObject || specifiers.contains(Case.text(value)))
                .map(Case::text)
                .toList();
        assertThat(specifiers.filter(versions(candidates), policy)).isEqualTo(versions(row.texts("expected")));
        assertThat(legacy(candidates)).isEqualTo(legacy(row.texts("expected")));
    }

    private static List<Version> versions(List<String> texts) {
        return texts.stream().flatMap(text -> Version.tryParse(text).stream()).toList();
    }

    private static List<String> legacy(List<String> texts) {
        return texts.stream().filter(text -> Version.tryParse(text).isEmpty()).toList();
    }

    static void contains(Case row, String specifier) {
        VersionSpecifiers specifiers = VersionSpecifiers.parse(row.text(specifier));
        String version = row.text("version");
        boolean contained =
                row.isObject("version") ? specifiers.contains(Version.parse(version)) : specifiers.contains(version);
        assertThat(contained).isEqualTo(row.flag("expected"));
    }

    static void changedPolicy(Case row, String specifier) {
        VersionSpecifiers specifiers = VersionSpecifiers.parse(row.text(specifier));
        Version version = Version.parse(row.text("version"));
        assertThat(specifiers.contains(version, row.policy("initial_prereleases")))
                .isEqualTo(row.flag("initial_contains"));
        assertThat(specifiers.contains(version, row.policy("set_prereleases"))).isEqualTo(row.flag("final_contains"));
    }

    static <T> void compare(Case row, boolean holds, Function<String, T> parser) {
        T left = parser.apply(row.text("left"));
        T right = parser.apply(row.text("right"));
        boolean equality = row.text("op").equals("eq");
        assertThat(left.equals(right) == equality).isEqualTo(holds);
    }

    static <T> void roundTrip(String text, Function<String, T> parser) {
        T parsed = parser.apply(text);
        assertThat(parser.apply(parsed.toString())).isEqualTo(parsed).hasSameHashCodeAs(parsed);
    }

    private static void sameForTextAndVersion(Case row, String versions) {
        VersionSpecifier specifier = VersionSpecifier.parse(row.text("specifier"));
        for (String version : row.texts(versions)) {
            assertThat(specifier.contains(version)).isEqualTo(specifier.contains(Version.parse(version)));
        }
    }
}
