package io.milieu.python.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.solver.CandidateSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specifiers as ranges of versions, and as what the solver makes of them: sets of candidates. */
class VersionRangeLawsTest {
    private static final int ROUNDS = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theIntersectionOfRangesIsThatOfTheirCandidates(int seed) {
        Random random = new Random(seed);
        List<Version> versions = sorted(random);
        for (int i = 0; i < ROUNDS; i++) {
            VersionSpecifiers a = specifiers(random);
            VersionSpecifiers b = specifiers(random);
            VersionSpecifiers c = specifiers(random);
            assertThat(a.and(b)).isEqualTo(b.and(a)).hasSameHashCodeAs(b.and(a));
            assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
            assertThat(a.and(a)).isEqualTo(a).isEqualTo(a.and(VersionSpecifiers.ANY));
            assertThat(set(a.and(b), versions)).isEqualTo(set(a, versions).intersection(set(b, versions)));
            assertThat(set(a.and(b), versions).isSubsetOf(set(a, versions))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void unionIntersectionAndComplementObeyTheLawsOfSets(int seed) {
        Random random = new Random(seed);
        List<Version> versions = sorted(random);
        for (int i = 0; i < ROUNDS; i++) {
            CandidateSet a = set(specifiers(random), versions);
            CandidateSet b = set(specifiers(random), versions);
            CandidateSet c = set(specifiers(random), versions);
            assertThat(a.union(b).complement()).isEqualTo(a.complement().intersection(b.complement()));
            assertThat(a.intersection(b).complement()).isEqualTo(a.complement().union(b.complement()));
            assertThat(a.intersection(b.union(c))).isEqualTo(a.intersection(b).union(a.intersection(c)));
            assertThat(a.complement().complement()).isEqualTo(a);
            assertThat(a.minus(b)).isEqualTo(a.intersection(b.complement()));
            assertThat(a.isDisjointFrom(b)).isEqualTo(a.isSubsetOf(b.complement()));
            assertThat(a.union(a.complement()).isAll()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9})
    void everyOperatorIsOneRangeOrAllButOne(int seed) {
        Random random = new Random(seed);
        List<Version> versions = sorted(random);
        for (int i = 0; i < ROUNDS; i++) {
            VersionSpecifier clause = clause(random);
            if (clause.operator() == VersionOperator.ARBITRARY) {
                continue; // compares texts, which have no order
            }
            CandidateSet set = set(new VersionSpecifiers(List.of(clause)), versions);
            CandidateSet range = clause.operator() == VersionOperator.NOT_EQUAL ? set.complement() : set;
            int[] inside = range.stream().toArray();
            assertThat(inside.length == 0 || inside[inside.length - 1] - inside[0] == inside.length - 1)
                    .as("%s has no hole", clause)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12})
    void opposedOperatorsAreComplements(int seed) {
        Random random = new Random(seed);
        List<Version> versions = sorted(random);
        for (int i = 0; i < ROUNDS; i++) {
            Version bound = bound(random);
            assertThat(set("==" + bound, versions))
                    .isEqualTo(set("!=" + bound, versions).complement());
            String prefix = bound.baseVersion() + ".*";
            assertThat(set("==" + prefix, versions))
                    .isEqualTo(set("!=" + prefix, versions).complement());
            // What equals the bound but for its local part is on both sides.
            assertThat(set("<=" + bound, versions)
                            .union(set(">=" + bound, versions))
                            .isAll())
                    .isTrue();
            assertThat(set("<=" + bound, versions).intersection(set(">=" + bound, versions)))
                    .isEqualTo(set("==" + bound, versions));
            assertThat(set("<" + bound, versions)
                            .isSubsetOf(set(">=" + bound, versions).complement()))
                    .isTrue();
            assertThat(set(">" + bound, versions)
                            .isSubsetOf(set("<=" + bound, versions).complement()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15})
    void equalClausesInAnyOrderAndSpellingMakeEqualSpecifiers(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20 * ROUNDS; i++) {
            List<VersionSpecifier> clauses =
                    Stream.generate(() -> clause(random)).limit(4).toList();
            List<VersionSpecifier> respelled = clauses.reversed().stream()
                    .map(VersionRangeLawsTest::respelled)
                    .toList();
            assertThat(new VersionSpecifiers(respelled))
                    .as("%s and %s", clauses, respelled)
                    .isEqualTo(new VersionSpecifiers(clauses))
                    .hasSameHashCodeAs(new VersionSpecifiers(clauses));
        }
    }

    /** The same clause with one more zero, or in capitals, where that says nothing. */
    private static VersionSpecifier respelled(VersionSpecifier clause) {
        Version version = clause.version().orElseThrow();
        if (clause.operator() == VersionOperator.ARBITRARY) {
            return VersionSpecifier.parse(clause.toString().toUpperCase(Locale.ROOT));
        }
        boolean cut = clause.isWildcard() || clause.operator() == VersionOperator.COMPATIBLE;
        boolean plain = version.toString().equals(version.baseVersion().toString());
        return cut || !plain ? clause : VersionSpecifier.parse(clause + ".0");
    }

    private static List<Version> sorted(Random random) {
        return IntStream.range(0, 150)
                .mapToObj(i -> Version.parse(RandomVersions.text(random)))
                .sorted()
                .toList();
    }

    private static VersionSpecifiers specifiers(Random random) {
        return VersionSpecifiers.parse(Stream.generate(() -> clause(random).toString())
                .limit(random.nextInt(4))
                .collect(Collectors.joining(",")));
    }

    private static Version bound(Random random) {
        return Version.parse(RandomVersions.text(random)).publicVersion();
    }

    private static VersionSpecifier clause(Random random) {
        Version bound = bound(random);
        VersionOperator[] operators = VersionOperator.values();
        VersionOperator operator = operators[random.nextInt(operators.length)];
        if (operator.allowsWildcard() && random.nextBoolean()) {
            return VersionSpecifier.parse(operator.symbol() + bound.baseVersion() + ".*");
        }
        boolean tooShort = operator == VersionOperator.COMPATIBLE && bound.releaseLength() < 2;
        return VersionSpecifier.parse((tooShort ? VersionOperator.LESS : operator).symbol() + bound);
    }

    private static CandidateSet set(String specifiers, List<Version> versions) {
        return set(VersionSpecifiers.parse(specifiers), versions);
    }

    private static CandidateSet set(VersionSpecifiers specifiers, List<Version> versions) {
        return CandidateSet.matching(versions.size(), i -> specifiers.contains(versions.get(i)));
    }
}
