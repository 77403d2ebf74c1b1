package io.milieu.python.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.index.ProjectFile;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandidateFinderTest {
    private static final PackageName DEMO = PackageName.of("demo");
    private static final Scope SCOPE = Scope.of(new Target(
            Version.parse("3.13.2"),
            ResolverFixture.MARKERS,
            SupportedTags.of(List.of(
                    new Tag("cp313", "cp313", "linux_x86_64"),
                    new Tag("cp313", "abi3", "linux_x86_64"),
                    new Tag("py3", "none", "any")))));
    private final CandidateFinder finder = new CandidateFinder(SCOPE, new FileRules(ResolveRules.STANDARD));

    private static ProjectFile file(String name, String requiresPython, Optional<String> yanked) {
        return new ProjectFile(
                name,
                URI.create("https://example.org/" + name),
                List.of(),
                -1,
                requiresPython,
                yanked,
                "",
                ProjectFile.Sidecar.NONE);
    }

    private static ProjectFile file(String name) {
        return file(name, "", Optional.empty());
    }

    private static ProjectFile yanked(String name) {
        return file(name, "", Optional.of("broken"));
    }

    private CandidateList find(ProjectFile... files) {
        return finder.find(DEMO, ReleaseFile.of(DEMO, List.of(files)), Optional.empty());
    }

    private CandidateList installed(String version, ProjectFile... files) {
        InstalledDistribution distribution = new InstalledDistribution(DEMO, version, Path.of("/base"));
        return finder.find(DEMO, ReleaseFile.of(DEMO, List.of(files)), Optional.of(distribution));
    }

    private static List<String> words(CandidateList list) {
        return IntStream.range(0, list.size())
                .mapToObj(list::get)
                .map(candidate -> switch (candidate) {
                    case Candidate.Wheel(Version version, ProjectFile file) -> file.fileName();
                    case Candidate.Sdist(Version version, ProjectFile file) -> file.fileName();
                    case Candidate.Installed(Version version, InstalledDistribution distribution) ->
                        "installed " + version;
                    case Candidate.Direct direct -> direct.reference();
                    case Candidate.Unusable(Version version, String reason) -> version + " " + reason;
                })
                .toList();
    }

    private static ProjectFile[] wheels(String... versions) {
        return Stream.of(versions)
                .map(version -> file("demo-" + version + "-py3-none-any.whl"))
                .toArray(ProjectFile[]::new);
    }

    @Test
    void theNewestComesFirstWhateverTheOrderOfThePage() {
        CandidateList list =
                find(wheels("1.10", "1.9", "2.0rc1", "1!0.1", "2.0.dev3", "2.0", "2.0.post1", "2.0+local", "1.10a2"));
        assertThat(words(list))
                .containsExactly(
                        "demo-1!0.1-py3-none-any.whl",
                        "demo-2.0.post1-py3-none-any.whl",
                        "demo-2.0+local-py3-none-any.whl",
                        "demo-2.0-py3-none-any.whl",
                        "demo-2.0rc1-py3-none-any.whl",
                        "demo-2.0.dev3-py3-none-any.whl",
                        "demo-1.10-py3-none-any.whl",
                        "demo-1.10a2-py3-none-any.whl",
                        "demo-1.9-py3-none-any.whl");
        assertThat(list.prereleases().stream()).containsExactly(4, 5, 7);
    }

    @Test
    void spellingsOfOneVersionAreOneCandidate() {
        assertThat(words(find(
                        file("demo-1.0.0-py3-none-any.whl"),
                        file("demo-1.0-cp313-cp313-linux_x86_64.whl"),
                        file("demo-1-py3-none-any.whl"))))
                .containsExactly("demo-1.0-cp313-cp313-linux_x86_64.whl");
    }

    @ParameterizedTest
    @CsvSource({
        // the tags first, then the number of the build, then what follows it
        "cp313-cp313-linux_x86_64, 9-cp313-abi3-linux_x86_64",
        "cp313-abi3-linux_x86_64, py3-none-any",
        "10-py3-none-any, 9-py3-none-any",
        "0-py3-none-any, py3-none-any",
        "1b-py3-none-any, 1a-py3-none-any",
        "1a-py3-none-any, 1-py3-none-any",
        // the best of a set counts
        "cp312.cp313-cp313-linux_x86_64.win32, cp313-abi3-linux_x86_64",
        "1-py2.py3-none-any, py3-none-any"
    })
    void theBestWheelOfAVersionIsTheCandidate(String better, String worse) {
        ProjectFile wanted = file("demo-1.0-" + better + ".whl");
        ProjectFile other = file("demo-1.0-" + worse + ".whl");
        assertThat(words(find(wanted, other))).containsExactly(wanted.fileName());
        assertThat(words(find(other, wanted))).containsExactly(wanted.fileName());
    }

    @Test
    void aYankedWheelIsOnlyTakenWhereItsVersionHasNoOther() {
        ProjectFile best = yanked("demo-1.0-cp313-cp313-linux_x86_64.whl");
        ProjectFile pure = file("demo-1.0-py3-none-any.whl");
        for (CandidateList list : List.of(find(best, pure), find(pure, best))) {
            assertThat(words(list)).containsExactly("demo-1.0-py3-none-any.whl");
            assertThat(list.yanked().isEmpty()).isTrue();
        }
        CandidateList list = find(best, file("demo-1.0-cp27-none-win32.whl"), file("demo-0.9-py3-none-any.whl"));
        assertThat(words(list)).containsExactly(best.fileName(), "demo-0.9-py3-none-any.whl");
        assertThat(list.yanked().stream()).containsExactly(0);
        assertThat(list.usable().stream()).containsExactly(0, 1);
    }

    @Test
    void aVersionIsLeftOutForTheReasonThatIsNearestToItsUse() {
        CandidateList list = find(
                file("demo-5-py3-none-any.whl", ">=3.13", Optional.empty()),
                file("demo-4-py3-none-any.whl", "<3.13", Optional.empty()),
                file("demo-4-cp313-cp313-win32.whl"),
                file("demo-3-cp313-cp313-win32.whl"),
                file("demo-3.tar.gz"),
                file("demo-2.tar.gz"),
                file("demo-1-cp312-cp312-linux_x86_64.whl", "<3.13", Optional.empty()));
        assertThat(words(list))
                .containsExactly(
                        "demo-5-py3-none-any.whl",
                        "4 needs Python <3.13",
                        "demo-3.tar.gz",
                        "demo-2.tar.gz",
                        "1 needs Python <3.13");
        assertThat(list.usable().stream()).containsExactly(0, 2, 3);
        assertThat(list.exclusions())
                .extracting(exclusion -> exclusion.reason())
                .containsExactly("needs Python <3.13");
    }

    @ParameterizedTest
    @CsvSource({
        "'>=3.6,!=3.13.1', true",
        "'!=3.13.*', false",
        "'~=3.13.3', false",
        "'>=3.7.*', true",
        "'3.13 or so', true",
        "'', true"
    })
    void whatNobodyCanReadExcludesNobody(String requiresPython, boolean usable) {
        CandidateList list = find(file("demo-1-py3-none-any.whl", requiresPython, Optional.empty()));
        assertThat(list.usable().isAll()).isEqualTo(usable);
    }

    @Test
    void filesOfOthersAndFilesWithoutAVersionAreNoCandidates() {
        assertThat(words(find(
                        file("demo_more-1-py3-none-any.whl"),
                        file("demo-more-1.tar.gz"),
                        file("demo-latest-py3-none-any.whl"),
                        file("demo-1-py3-none.whl"),
                        file("demo.whl"),
                        file("demo-1.exe"),
                        file("Demo-2-py3-none-any.whl"))))
                .containsExactly("Demo-2-py3-none-any.whl");
    }

    @Test
    void whatTheBaseHasComesFirstAndHidesTheSameVersion() {
        CandidateList list = installed("1.0.0", wheels("2.0", "1.0", "0.9"));
        assertThat(words(list))
                .containsExactly("installed 1.0.0", "demo-2.0-py3-none-any.whl", "demo-0.9-py3-none-any.whl");
        assertThat(list.yanked().isEmpty()).isTrue();
    }

    @Test
    void whatTheBaseHasIsUsableThoughItsVersionWasYankedSince() {
        CandidateList list = installed("1.0", yanked("demo-1.0-py3-none-any.whl"));
        assertThat(words(list)).containsExactly("installed 1.0");
        assertThat(list.yanked().isEmpty()).isTrue();
        assertThat(list.usable().isAll()).isTrue();
    }

    @Test
    void aBaseWhoseVersionIsNoneIsNoCandidate() {
        assertThat(words(installed("unknown", wheels("1.0")))).containsExactly("demo-1.0-py3-none-any.whl");
    }
}
