package io.milieu.python.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionSpecifiersTest {

    @ParameterizedTest
    @CsvSource({
        ">1.7, 1.7.0.post1, false",
        ">1.7, 1.7+local, false",
        ">1.7, 1.7.1, true",
        ">1.7rc1, 1.7, true",
        ">1.7.post2, 1.7.post3, true",
        ">1.7.post2, 1.7.post2+x, false",
        ">1.7.dev1, 1.7.dev1+x, false",
        "<1.7, 1.7rc1, false",
        "<1.7, 1.7.dev0, false",
        "<1.7rc2, 1.7rc1, true",
        "<1.7.post1, 1.7rc1, true",
        "<1.7.post1, 1.7.post1.dev0, false",
        "==1.1, 1.1+x, true",
        "==1.1+x, 1.1, false",
        "==1.1+x, 1.1+x.1, false",
        "==1.1.*, 1.1a1, true",
        "==1.0.*, 1, true",
        "==1.0.*, 1.1.dev0, false",
        "==1.1.*, 1!1.1, false",
        "==0.*, 0.9, true",
        "!=1.1.*, 1.1.5, false",
        "<=1.1, 1.1+x, true",
        "~=2.2.post3, 2.9, true",
        "~=2.2.post3, 2.2.post2, false",
        "~=2.2.post3, 3.dev0, false",
        "~=1.4.5a4, 1.4.5a4, true",
        "===1.0, 1.0.0, false"
    })
    void clausesDecideAsTheStandardSays(String clause, String version, boolean contained) {
        assertThat(VersionSpecifier.parse(clause).contains(Version.parse(version)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 'it must begin with one of `~=`, `==`, `!=`, `<=`, `>=`, `<`, `>`, `===`'",
        "=1.0, 'it must begin with one of `~=`, `==`, `!=`, `<=`, `>=`, `<`, `>`, `===`'",
        ">=1.0.*, '`.*` can only be used with `==` or `!=`'",
        "==1.0a1.*, '`.*` cannot follow a pre-release, post-release, dev or local part'",
        ">=1.0+x, 'a local part can only be used with `==` or `!=`'",
        "~=1, '`~=` needs at least two release numbers'",
        "==french, '`french` is not a valid version'",
        "===, '`===` needs one word after it'"
    })
    void malformedClausesSayWhy(String clause, String reason) {
        assertThatThrownBy(() -> VersionSpecifier.parse(clause))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.SPECIFIER_INVALID))
                .hasMessage("`" + clause + "` is not a valid version specifier: " + reason);
    }

    @Test
    void textIsCanonical() {
        assertThat(VersionSpecifiers.parse(" >= 1.0.RC1 , <2,, !=1.10,!=1.9,!=1.9.0, "))
                .hasToString("!=1.9,!=1.10,<2,>=1.0rc1");
        assertThat(VersionSpecifiers.parse(" , "))
                .isEqualTo(VersionSpecifiers.ANY)
                .hasToString("");
        assertThat(VersionSpecifier.parse("=== Any_Thing")).hasToString("===Any_Thing");
    }

    @Test
    void equalityIsOfMeaningButKeepsWhatThePrefixIsCutFrom() {
        assertThat(VersionSpecifiers.parse("<2,==1.0")).isEqualTo(VersionSpecifiers.parse("==1.0.0,<2.0"));
        assertThat(VersionSpecifier.parse("~=1.0")).isNotEqualTo(VersionSpecifier.parse("~=1.0.0"));
        assertThat(VersionSpecifier.parse("==1.*")).isNotEqualTo(VersionSpecifier.parse("==1.0.*"));
        assertThat(VersionSpecifier.parse("===1.0")).isNotEqualTo(VersionSpecifier.parse("===1.0.0"));
    }

    @Test
    void equalClausesMakeEqualSpecifiersInWhateverSpelling() {
        assertThat(VersionSpecifiers.parse("==1,==1.0.*")).isEqualTo(VersionSpecifiers.parse("==1.0.0,==1.0.*"));
        assertThat(VersionSpecifiers.parse("===X,===b")).isEqualTo(VersionSpecifiers.parse("===x,===b"));
    }

    @ParameterizedTest
    @CsvSource({"==1.0, true", "===1.0, true", "==1.0.*, false", "'>=1,==1.5', true", ">=1, false", "'', false"})
    void pinsAreExactClauses(String specifiers, boolean pinned) {
        assertThat(VersionSpecifiers.parse(specifiers).isPinned()).isEqualTo(pinned);
    }

    @Test
    void prereleasesAreChosenOnlyIfNamedOrIfNothingElseFits() {
        List<Version> candidates = versions("1.0", "1.1rc1", "2.0rc1");
        assertThat(filter(">=1", candidates, PrereleasePolicy.FALLBACK)).isEqualTo(versions("1.0"));
        assertThat(filter(">=1.1rc1", candidates, PrereleasePolicy.FALLBACK)).isEqualTo(versions("1.1rc1", "2.0rc1"));
        assertThat(filter(">1", candidates, PrereleasePolicy.FALLBACK)).isEqualTo(versions("1.1rc1", "2.0rc1"));
        assertThat(filter(">1", candidates, PrereleasePolicy.EXCLUDE)).isEmpty();
        assertThat(filter(">=1", candidates, PrereleasePolicy.ALLOW)).isEqualTo(candidates);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomClausesObeyTheirLaws(int seed) {
        Random random = new Random(seed);
        List<Version> sample = IntStream.range(0, 200)
                .mapToObj(i -> Version.parse(RandomVersions.text(random)))
                .toList();
        for (int i = 0; i < 100; i++) {
            Version bound = Version.parse(RandomVersions.text(random)).publicVersion();
            for (Version candidate : sample) {
                laws(bound, candidate);
            }
        }
    }

    private static void laws(Version bound, Version candidate) {
        assertThat(matches("==" + bound, candidate)).isNotEqualTo(matches("!=" + bound, candidate));
        String prefix = "=" + bound.baseVersion() + ".*";
        assertThat(matches("=" + prefix, candidate)).isNotEqualTo(matches("!" + prefix, candidate));
        boolean equal = matches("==" + bound, candidate);
        boolean less = candidate.publicVersion().compareTo(bound) < 0;
        assertThat(matches("<=" + bound, candidate)).isEqualTo(less || equal);
        assertThat(matches(">=" + bound, candidate)).isEqualTo(!less || equal);
        assertThat(!matches("<" + bound, candidate) || (less && !equal)).isTrue();
        assertThat(!matches(">" + bound, candidate) || (!less && !equal)).isTrue();
    }

    private static boolean matches(String clause, Version candidate) {
        return VersionSpecifier.parse(clause).contains(candidate);
    }

    private static List<Version> filter(String specifiers, List<Version> candidates, PrereleasePolicy policy) {
        return VersionSpecifiers.parse(specifiers).filter(candidates, policy);
    }

    private static List<Version> versions(String... texts) {
        return List.of(texts).stream().map(Version::parse).toList();
    }
}
