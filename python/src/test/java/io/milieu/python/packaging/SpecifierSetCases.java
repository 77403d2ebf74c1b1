package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.version.PrereleasePolicy;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifier;
import io.milieu.python.version.VersionSpecifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cases of comma-joined clauses, and those of version ranges that need no algebra. */
final class SpecifierSetCases implements Case.Family {
    private static final String PREFIX = "test_specifiers.py::TestSpecifierSet::test_";
    private static final String UNSATISFIABLE = "test_specifiers.py::TestIsUnsatisfiable::test_";

    private final List<Version> sample;

    /** The sample stands for all versions where a case says that no version, or the same ones, match. */
    SpecifierSetCases(List<Version> sample) {
        this.sample = sample;
    }

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        addMembership(checks);
        addBoundaries(checks);
        addForm(checks);
        addLaws(checks);
        return checks;
    }

    private static void addMembership(Map<String, Case.Check> checks) {
        checks.put(
                PREFIX + "empty_specifier",
                row -> assertThat(VersionSpecifiers.ANY.contains(Version.parse(row.text("version"))))
                        .isTrue());
        checks.put(PREFIX + "specifier_prereleases_explicit", row -> SpecifierCases.changedPolicy(row, "spec_str"));
        checks.put(PREFIX + "specifier_contains_installed_prereleases", SpecifierSetCases::installed);
        checks.put(PREFIX + "specifier_filter", SpecifierCases::filter);
        checks.put(PREFIX + "filter_exclusionary_bridges", SpecifierCases::filter);
        checks.put(
                PREFIX + "contains_exclusionary_bridges",
                row -> assertThat(VersionSpecifiers.parse(row.text("specifier"))
                                .contains(Version.parse(row.text("version")), row.policy("prereleases")))
                        .isEqualTo(row.flag("expected")));
        checks.put(
                PREFIX + "contains_rejects_invalid_specifier",
                row -> assertThat(VersionSpecifiers.parse(row.text("specifier")).contains(row.text("input")))
                        .isFalse());
        checks.put(
                PREFIX + "contains_oversized_version_raises_valueerror",
                row -> assertThatThrownBy(() -> VersionSpecifiers.parse(row.text("specifier")))
                        .isInstanceOf(MilieuException.class));
    }

    private static void addBoundaries(Map<String, Case.Check> checks) {
        checks.put(
                PREFIX + "contains_post_release_boundary_intersection",
                row -> SpecifierCases.contains(row, "spec_str"));
        checks.put(PREFIX + "contains_arbitrary_equality_contains", row -> SpecifierCases.contains(row, "specifier"));
        checks.put(
                PREFIX + "contains_arbitrary_equality_normalization", row -> SpecifierCases.contains(row, "spec_str"));
        checks.put(PREFIX + "comparison_ignores_local", row -> SpecifierCases.contains(row, "specifier"));
        checks.put(
                "test_specifiers.py::test_boundary_closure_short_release",
                row -> assertThat(VersionSpecifiers.parse(row.text("spec_str"))
                                .contains(Version.parse(row.text("version_str"))))
                        .isEqualTo(row.flag("expected")));
        checks.put("test_ranges.py::TestToRange::test_operators", row -> {
            VersionSpecifiers specifiers = VersionSpecifiers.parse(row.text("spec"));
            assertThat(specifiers.contains(Version.parse(row.text("inside")))).isTrue();
            assertThat(specifiers.contains(Version.parse(row.text("outside")))).isFalse();
        });
        checks.put("test_ranges.py::TestFilter::test_intersected_requirement_keeps_opt_in", row -> {
            VersionSpecifiers both =
                    VersionSpecifiers.parse(row.text("dep")).and(VersionSpecifiers.parse(row.text("constraint")));
            assertThat(both.filter(row.versions("versions"), PrereleasePolicy.FALLBACK))
                    .isEqualTo(row.versions("expected"));
        });
    }

    private static void addForm(Map<String, Case.Check> checks) {
        checks.put(
                PREFIX + "specifiers_str_and_repr",
                row -> assertThat(VersionSpecifiers.parse(row.text("specifier")))
                        .hasToString(row.text("expected")));
        checks.put(
                PREFIX + "specifiers_combine",
                row -> assertThat(VersionSpecifiers.parse(row.text("left"))
                                .and(VersionSpecifiers.parse(row.text("right"))))
                        .isEqualTo(VersionSpecifiers.parse(row.text("expected"))));
        checks.put(
                PREFIX + "specifiers_hash",
                row -> SpecifierCases.roundTrip(row.text("specifier"), VersionSpecifiers::parse));
        checks.put(
                "test_specifiers.py::test_pickle_specifierset_roundtrip",
                row -> SpecifierCases.roundTrip(row.text("specifiers"), VersionSpecifiers::parse));
        checks.put(PREFIX + "comparison_true", row -> SpecifierCases.compare(row, true, VersionSpecifiers::parse));
        checks.put(PREFIX + "comparison_false", row -> SpecifierCases.compare(row, false, VersionSpecifiers::parse));
        checks.put(
                "test_specifiers.py::TestSpecifier::test_length",
                row -> assertThat(VersionSpecifiers.parse(row.text("spec_str")).clauses())
                        .hasSize((int) row.with().number("expected_length", -1)));
        checks.put(
                "test_specifiers.py::TestSpecifier::test_iteration",
                row -> assertThat(VersionSpecifiers.parse(row.text("spec_str")).clauses())
                        .extracting(VersionSpecifier::toString)
                        .containsExactlyInAnyOrderElementsOf(row.texts("expected_items")));
    }

    private void addLaws(Map<String, Case.Check> checks) {
        checks.put(UNSATISFIABLE + "unsatisfiable", row -> matchesNothing(row.text("spec_str"), true));
        checks.put(
                UNSATISFIABLE + "post_release_boundary_unsatisfiable",
                row -> matchesNothing(row.text("spec_str"), true));
        checks.put(
                UNSATISFIABLE + "unsatisfiable_prereleases_false", row -> matchesNothing(row.text("spec_str"), false));
        checks.put(
                "test_ranges.py::TestSyntheticEmptyGaps::test_is_empty", row -> matchesNothing(row.text("spec"), true));
        checks.put("test_ranges.py::TestBoundaryCanonicalization::test_equal_and_hash", row -> {
            VersionSpecifiers one = VersionSpecifiers.parse(row.text("boundary_form"));
            VersionSpecifiers other = VersionSpecifiers.parse(row.text("dev_form"));
            assertThat(sample).allMatch(version -> one.contains(version) == other.contains(version));
        });
        checks.put(UNSATISFIABLE + "contains_identical_across_canonicalization", row -> {
            VersionSpecifiers specifiers = VersionSpecifiers.parse(row.text("spec"));
            List<VersionSpecifier> clauses = List.of(row.text("spec").split(",")).stream()
                    .map(VersionSpecifier::parse)
                    .toList();
            assertThat(row.versions("versions"))
                    .allMatch(version -> specifiers.contains(version)
                            == clauses.stream().allMatch(clause -> clause.contains(version)));
        });
        checks.put(PREFIX + "arbitrary_equality_is_intersection_preserving", row -> {
            VersionSpecifiers one = VersionSpecifiers.parse(row.text("spec1"));
            VersionSpecifiers other = VersionSpecifiers.parse(row.text("spec2"));
            assertThat(row.texts("input_versions"))
                    .allMatch(text -> one.and(other).contains(text) == (one.contains(text) && other.contains(text)));
        });
    }

    private void matchesNothing(String text, boolean prereleases) {
        VersionSpecifiers specifiers = VersionSpecifiers.parse(text);
        PrereleasePolicy policy = prereleases ? PrereleasePolicy.ALLOW : PrereleasePolicy.EXCLUDE;
        assertThat(sample).noneMatch(version -> specifiers.contains(version, policy));
    }

    /** What is installed already may stay: such a caller asks with {@code ALLOW}. */
    private static void installed(Case row) {
        PrereleasePolicy policy =
                row.flag("installed") ? PrereleasePolicy.ALLOW : row.policy("contains_prereleases", "spec_prereleases");
        assertThat(VersionSpecifiers.parse(row.text("specifier")).contains(Version.parse(row.text("version")), policy))
                .isEqualTo(row.flag("expected"));
    }
}
