package io.milieu.python.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.version.PrereleasePolicy;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionOperator;
import io.milieu.python.version.VersionSpecifier;
import io.milieu.python.version.VersionSpecifiers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Cases of specifiers as sets of versions: which hold none, and which lie within another. */
final class RangeCases implements Case.Family {
    private static final String SET = "test_specifiers.py::TestSpecifierSet::test_";
    private static final String UNSATISFIABLE = "test_specifiers.py::TestIsUnsatisfiable::test_";
    private static final String EQUIVALENCE = "test_specifiers.py::TestSpecifierSetToRangeEquivalence::test_";
    private static final String GAPS = "test_ranges.py::TestSyntheticEmptyGaps::test_";
    private static final String EMPTY = "test_ranges.py::TestEmptyMatchesUnsatisfiable::test_";

    private final List<Version> sample;

    /** The sample, and what lies around the bounds of a case, stand for all versions. */
    RangeCases(List<Version> sample) {
        this.sample = sample;
    }

    @Override
    public Map<String, Case.Check> checks() {
        Map<String, Case.Check> checks = new HashMap<>();
        addEmptiness(checks);
        addRelations(checks);
        checks.put(EQUIVALENCE + "contains_equivalent", this::meansTheSameAgain);
        checks.put(EQUIVALENCE + "contains_equivalent_with_version_objects", this::meansTheSameAgain);
        return checks;
    }

    private void addEmptiness(Map<String, Case.Check> checks) {
        checks.put(
                UNSATISFIABLE + "satisfiable",
                row -> assertThat(isEmpty(row.text("spec_str"), PrereleasePolicy.ALLOW))
                        .isFalse());
        checks.put(
                UNSATISFIABLE + "satisfiable_prereleases_false",
                row -> assertThat(isEmpty(row.text("spec_str"), PrereleasePolicy.EXCLUDE))
                        .isFalse());
        checks.put(
                GAPS + "not_empty",
                row -> assertThat(isEmpty(row.text("spec"), PrereleasePolicy.ALLOW))
                        .isFalse());
        checks.put(GAPS + "intersection_drops_embedded_empty", row -> {
            assertThat(isEmpty(row.text("spec"), PrereleasePolicy.ALLOW)).isFalse();
            assertThat(isEmpty(row.text("spec") + ",==" + row.text("excluded"), PrereleasePolicy.ALLOW))
                    .isTrue();
        });
        checks.put(EMPTY + "prerelease_only_empty_when_policy_excludes", row -> {
            assertThat(isEmpty(row.text("spec"), PrereleasePolicy.ALLOW)).isFalse();
            assertThat(isEmpty(row.text("spec"), PrereleasePolicy.EXCLUDE)).isTrue();
        });
        checks.put(
                EMPTY + "non_prerelease_bounds_survive",
                row -> assertThat(isEmpty(row.text("spec"), PrereleasePolicy.EXCLUDE))
                        .isFalse());
    }

    private void addRelations(Map<String, Case.Check> checks) {
        checks.put(
                SET + "is_subset",
                row -> assertThat(isSubset(row.text("left"), row.text("right"))).isEqualTo(row.flag("expected")));
        checks.put(
                SET + "is_superset",
                row -> assertThat(isSubset(row.text("right"), row.text("left"))).isEqualTo(row.flag("expected")));
        checks.put(
                SET + "is_disjoint",
                row -> assertThat(isEmpty(row.text("left") + "," + row.text("right"), PrereleasePolicy.ALLOW))
                        .isEqualTo(row.flag("expected")));
    }

    private void meansTheSameAgain(Case row) {
        VersionSpecifiers specifiers = VersionSpecifiers.parse(row.text("spec_str"));
        VersionSpecifiers again = VersionSpecifiers.parse(specifiers.toString());
        assertThat(around(specifiers))
                .allMatch(version -> specifiers.contains(version) == again.contains(version)
                        && specifiers.contains(version) == specifiers.contains(version.toString()));
    }

    private boolean isSubset(String inner, String outer) {
        VersionSpecifiers left = VersionSpecifiers.parse(inner);
        VersionSpecifiers right = VersionSpecifiers.parse(outer);
        return around(left.and(right)).filter(left::contains).allMatch(right::contains);
    }

    /** A text that {@code ===} names need not be a version. */
    private boolean isEmpty(String text, PrereleasePolicy policy) {
        VersionSpecifiers specifiers = VersionSpecifiers.parse(text);
        Stream<String> arbitrary = specifiers.clauses().stream()
                .filter(clause -> clause.operator() == VersionOperator.ARBITRARY)
                .map(clause ->
                        clause.toString().substring(clause.operator().symbol().length()));
        return around(specifiers).noneMatch(version -> specifiers.contains(version, policy))
                && arbitrary.noneMatch(specifiers::contains);
    }

    private Stream<Version> around(VersionSpecifiers specifiers) {
        Stream<Version> bounds = specifiers.clauses().stream()
                .map(VersionSpecifier::version)
                .flatMap(bound -> bound.stream())
                .flatMap(
                        bound -> Stream.of(bound, bound.baseVersion(), Version.parse(bound.baseVersion() + ".0.0.0.1")))
                .flatMap(
                        bound -> Stream.concat(Stream.of(bound), PackagingCasesTest.neighbours(bound.publicVersion())));
        return Stream.concat(sample.stream(), bounds);
    }
}
