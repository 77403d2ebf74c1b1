package io.milieu.python.resolve;

import static io.milieu.testkit.SdistMaker.sdist;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.python.error.PythonError;
import io.milieu.testkit.IndexFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options make of a choice. */
class ResolveRulesTest extends ResolverFixture {
    private static final String ANY_HASH = "sha256:" + "ab".repeat(32);

    private void file(String name, String... lines) throws IOException {
        Files.writeString(temp.resolve(name), String.join("\n", lines));
    }

    private String hash(String name, String version) {
        return "sha256:" + wheel(name, version).make().sha256Hex();
    }

    private void assertFails(ErrorCode code, String message, String... requirements) {
        assertThatThrownBy(() -> resolve(requirements))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aConstraintCountsForWhatIsNeededAndAsksForNothing() throws Exception {
        file("c.txt", "shared<2", "absent==1", "shared>5 ; os_name == 'nt'");
        options = new String[] {"-c", "c.txt"};
        offer(wheel("main", "1.0").requiresDist("shared"));
        versions("shared", "1.0", "2.0");
        assertThat(chosen("main")).isEqualTo("main 1.0, shared 1.0");
        install("shared", "3.0");
        assertThat(chosen("main")).isEqualTo("main 1.0, shared 1.0");
    }

    @Test
    void aConstraintIsNamedByItsPlaceInAnExplanation() throws Exception {
        file("c.txt", "", "demo<2");
        options = new String[] {"-c", "c.txt"};
        versions("demo", "2.0", "3.0");
        assertFails(
                PythonError.NO_MATCHING_VERSION,
                "no set of versions meets the requirements:\n"
                        + "  Because no version of demo can be used (breaks the constraint demo<2 of c.txt:2) and you require demo, no"
                        + " solution exists.",
                "demo");
    }

    @ParameterizedTest
    @CsvSource({"demo>=2.0a1, demo 2.0b1", "demo==1.1, demo 1.1"})
    void aConstraintOptsIntoPreReleasesAndYankedVersionsAsARequirementDoes(String constraint, String expected)
            throws Exception {
        file("c.txt", constraint);
        options = new String[] {"-c", "c.txt"};
        versions("demo", "1.0", "1.1", "2.0b1");
        yank("demo", "1.1");
        assertThat(chosen("demo")).isEqualTo(expected);
    }

    @Test
    void anOverrideReplacesWhatAnybodyRequires() throws Exception {
        file("o.txt", "shared==2", "gone ; os_name == 'nt'", "far==1");
        options = new String[] {"--override", "o.txt"};
        offer(
                wheel("main", "1.0").requiresDist("shared<2", "gone", "far @ https://example.org/far.whl"),
                wheel("shared", "2").extras("x").requiresDist("more ; extra == 'x'"));
        versions("shared", "1", "3");
        versions("more", "1");
        versions("far", "1", "2");
        assertThat(chosen("main", "shared>2")).isEqualTo("far 1, main 1.0, shared 2");
        assertThat(chosen("shared[x]")).isEqualTo("more 1, shared 2");
    }

    @Test
    void withoutDependenciesOnlyWhatIsAskedForIsChosen() throws Exception {
        options = new String[] {"--no-deps"};
        offer(wheel("main", "1.0").extras("x").requiresDist("absent", "other ; extra == 'x'"));
        assertThat(chosen("main[x]")).isEqualTo("main 1.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            highest       | main 2.0, shared 3.0
            lowest        | main 1.0, shared 1.0
            lowest-direct | main 1.0, shared 3.0
            """)
    void theStrategySaysWhichVersionIsWantedMost(String strategy, String expected) throws Exception {
        options = new String[] {"--resolution=" + strategy};
        offer(wheel("main", "1.0").requiresDist("shared"), wheel("main", "2.0").requiresDist("shared"));
        versions("shared", "0.9a1", "1.0", "2.0", "3.0");
        assertThat(chosen("main")).isEqualTo(expected);
    }

    @Test
    void whatWasUploadedAfterTheCutOffIsNotUsed() throws Exception {
        options = new String[] {"--exclude-newer", "2026-03-01"};
        versions("demo", "1.0", "2.0", "3.0");
        index.uploaded("demo-1.0-py3-none-any.whl", Instant.parse("2026-02-01T00:00:00Z"));
        index.uploaded("demo-2.0-py3-none-any.whl", Instant.parse("2026-03-01T23:59:59Z"));
        index.uploaded("demo-3.0-py3-none-any.whl", Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(chosen("demo")).isEqualTo("demo 2.0");
        assertFails(
                PythonError.NO_MATCHING_VERSION,
                "no set of versions meets the requirements:\n"
                        + "  Because demo 3.0 cannot be used (was uploaded after 2026-03-02T00:00:00Z) and you require"
                        + " demo>2, no solution exists.",
                "demo>2");
    }

    @Test
    void aFileWithoutUploadTimeIsNotUsedWithACutOffAndThatIsTold() {
        index.without(IndexFeature.JSON);
        options = new String[] {"--exclude-newer", "2030-01-01"};
        versions("demo", "1.0");
        assertFails(
                PythonError.NO_MATCHING_VERSION,
                "no set of versions meets the requirements:\n"
                        + "  Because demo cannot be used (has no upload time, which `--exclude-newer` needs) and you require"
                        + " demo, no solution exists.",
                "demo");
        assertThat(events)
                .contains(new BuildEvent.Warning("`demo` has files without an upload time: they are not used,"
                        + " because `--exclude-newer` cannot judge them"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --all-releases=demo            | demo 2.0b1
            --all-releases=other           | demo 1.0
            --only-final=:all:             | demo 1.0
            --prerelease=allow             | demo 2.0b1
            --prerelease=disallow          | demo 1.0
            """)
    void preReleasesAreWantedByProject(String option, String expected) throws Exception {
        options = new String[] {option};
        versions("demo", "1.0", "2.0b1");
        assertThat(chosen("demo")).isEqualTo(expected);
    }

    @Test
    void whatIsFinalOnlyHasNoPreReleaseAlsoIfOneIsNamed() {
        options = new String[] {"--only-final=demo"};
        versions("demo", "1.0", "2.0b1");
        assertThatThrownBy(() -> resolve("demo>=2.0b1")).isInstanceOf(NoSolutionException.class);
    }

    @Test
    void wheelsOfAProjectMayBeForbidden() {
        options = new String[] {"--no-binary=demo"};
        versions("demo", "1.0");
        assertFails(
                PythonError.NO_MATCHING_VERSION,
                "no set of versions meets the requirements:\n"
                        + "  Because demo cannot be used (has a wheel, which `--no-binary` excludes) and you require demo, no"
                        + " solution exists.",
                "demo");
    }

    @ParameterizedTest
    @CsvSource({"--wheels-only", "--only-binary=:all:"})
    void sourceDistributionsMayBeForbidden(String option) {
        options = new String[] {option};
        index.add(sdist("demo", "1.0").make());
        assertFails(
                PythonError.NO_MATCHING_VERSION,
                "no set of versions meets the requirements:\n"
                        + "  Because demo cannot be used (has only a source distribution, which `"
                        + option.replace("=:all:", "") + "` excludes) and you require demo, no solution exists.",
                "demo");
    }

    @Test
    void oneHashDemandsHashesOfEverything() throws Exception {
        offer(wheel("main", "1.0").requiresDist("shared"));
        versions("shared", "1.0", "2.0");
        String main = "main==1.0 --hash=sha256:"
                + wheel("main", "1.0").requiresDist("shared").make().sha256Hex();
        assertThat(chosen(main, "shared==1.0 --hash=" + ANY_HASH + " --hash=" + hash("shared", "1.0")))
                .isEqualTo("main 1.0, shared 1.0");
        assertFails(
                PythonError.HASHES_MISSING,
                "hashes are required, but these have none:\n  shared==2.0 --hash=" + hash("shared", "2.0")
                        + "  (main 1.0: shared)",
                main);
        assertFails(
                PythonError.HASHES_MISSING,
                "hashes are required, so every requirement needs one version with `==`; these have none:\n"
                        + "  shared>=1  (packages[1])",
                main,
                "shared>=1");
        options = new String[] {"--no-require-hashes"};
        assertThat(chosen(main)).isEqualTo("main 1.0, shared 2.0");
    }

    @Test
    void hashesMayBeDemandedWithoutAny() {
        options = new String[] {"--require-hashes"};
        versions("demo", "1.0");
        assertFails(
                PythonError.HASHES_MISSING,
                "hashes are required, but these have none:\n  demo==1.0 --hash=" + hash("demo", "1.0")
                        + "  (you: demo==1.0)",
                "demo==1.0");
    }

    @Test
    void aConstraintMayBringThePinAndTheHash() throws Exception {
        versions("demo", "1.0", "2.0");
        file("c.txt", "demo==1.0 --hash=" + hash("demo", "1.0"));
        options = new String[] {"-c", "c.txt"};
        assertThat(chosen("demo")).isEqualTo("demo 1.0");
    }

    @Test
    void aFileWithAnotherHashIsNoCandidate() {
        versions("demo", "1.0");
        assertFails(
                PythonError.NO_MATCHING_VERSION,
                "no set of versions meets the requirements:\n"
                        + "  Because demo cannot be used (has none of the hashes given for it) and you require demo==1.0, no"
                        + " solution exists.",
                "demo==1.0 --hash=" + ANY_HASH);
    }
}
