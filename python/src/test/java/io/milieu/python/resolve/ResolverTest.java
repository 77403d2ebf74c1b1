package io.milieu.python.resolve;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolverTest extends ResolverFixture {
    @ParameterizedTest
    @CsvSource({
        "demo, demo 1.0",
        "demo>0.5, demo 1.0",
        "demo>=2.0a1, demo 2.0rc1",
        "demo>=2.0a1.dev0, demo 2.0rc1",
        "demo==2.0b1, demo 2.0b1",
        "demo>1.0, demo 2.0rc1",
        "demo!=1.0, demo 2.0rc1"
    })
    void preReleasesAreChosenOnlyIfTheyAreNamedOrNothingElseFits(String requirement, String chosen) throws Exception {
        versions("demo", "1.0", "2.0b1", "2.0rc1");
        assertThat(chosen(requirement)).isEqualTo(chosen);
    }

    @Test
    void preReleasesMayBeWantedEverywhere() throws Exception {
        options = new String[] {"--all-releases=:all:"};
        offer(wheel("main", "1.0.dev1").requiresDist("demo"));
        versions("demo", "1.0", "2.0rc1");
        assertThat(chosen("main")).isEqualTo("demo 2.0rc1, main 1.0.dev1");
    }

    @Test
    void whoNamesAPreReleaseNamesItForThatProjectOnly() throws Exception {
        offer(wheel("main", "1.0").requiresDist("demo>=2.0a0", "other"));
        versions("demo", "1.0", "2.0b1");
        versions("other", "1.0", "2.0b1");
        assertThat(chosen("demo", "main")).isEqualTo("demo 2.0b1, main 1.0, other 1.0");
    }

    @Test
    void aYankedVersionIsChosenOnlyByItsExactNumber() throws Exception {
        versions("demo", "1.0", "1.1");
        yank("demo", "1.1");
        assertThat(chosen("demo")).isEqualTo("demo 1.0");
        assertThat(chosen("demo>=1.0,<2")).isEqualTo("demo 1.0");
        assertThat(chosen("demo==1.*")).isEqualTo("demo 1.0");
        assertThat(chosen("demo==1.1.0")).isEqualTo("demo 1.1");
        assertThat(chosen("demo===1.1")).isEqualTo("demo 1.1");
        offer(wheel("main", "1.0").requiresDist("demo==1.1"));
        assertThat(chosen("demo", "main")).isEqualTo("demo 1.1, main 1.0");
    }

    @Test
    void aVersionThatWasYankedIsNotOffered() {
        versions("demo", "1.0", "1.1", "1.2a1");
        yank("demo", "1.1");
        assertNone(
                PythonError.NO_MATCHING_VERSION,
                "Because you require demo<1.2,>=1.1 and no version of demo satisfies that, no solution exists.",
                List.of(
                        "Its publisher yanked `demo` 1.1 (broken): only an exact `==` chooses that.",
                        "The newest versions of `demo` that can be used here: 1.0."),
                "demo>=1.1,<1.2");
    }

    @Test
    void whatNeedsANewerPythonIsPassedOver() throws Exception {
        versions("demo", "1.0");
        offer(wheel("demo", "2.0").requiresPython(">=3.14"));
        assertThat(chosen("demo")).isEqualTo("demo 1.0");
    }

    @Test
    void aVersionThatNeedsWhatCannotBeUsedIsPassedOver() throws Exception {
        offer(
                wheel("demo", "4.0").requiresDist("other @ file:///opt/other.whl"),
                wheel("demo", "3.0").requiresDist("other @ svn+https://example.org/other"),
                wheel("demo", "2.0").requiresDist("((("),
                wheel("demo", "1.0").requiresDist("other ; python_version < '3'"));
        assertThat(chosen("demo")).isEqualTo("demo 1.0");
    }

    @Test
    void conditionsAreThoseOfTheInterpreterAlsoForWhatTheUserAsks() throws Exception {
        offer(wheel("demo", "1.0").requiresDist("unix ; os_name == 'posix'", "dos ; os_name == 'nt'"));
        versions("unix", "1");
        assertThat(chosen("demo", "dos ; sys_platform == 'win32'")).isEqualTo("demo 1.0, unix 1");
    }

    @Test
    void anExtraBringsItsRequirementsInTheVersionThatIsChosen() throws Exception {
        offer(
                wheel("demo", "1.0").extras("fast").requiresDist("speed==1 ; extra == 'fast'", "other"),
                wheel("demo", "2.0").extras("fast").requiresDist("speed==2 ; extra == 'fast'", "other"));
        versions("speed", "1", "2");
        versions("other", "1");
        assertThat(chosen("demo")).isEqualTo("demo 2.0, other 1");
        assertThat(chosen("demo[FAST]")).isEqualTo("demo 2.0, other 1, speed 2");
        assertThat(chosen("demo[fast]", "speed<2")).isEqualTo("demo 1.0, other 1, speed 1");
        assertThat(chosen("demo[unknown]")).isEqualTo("demo 2.0, other 1");
    }

    @Test
    void whoNeedsWhatIsTold() throws Exception {
        offer(wheel("demo", "1.0").extras("fast").requiresDist("speed>=1 ; extra == 'fast'", "other[x]"));
        offer(wheel("other", "1.0").requiresDist("speed<3"));
        versions("speed", "2");
        List<ResolvedPackage> packages = resolve("demo[fast]>0", "speed ; python_version >= '3'");
        assertThat(packages).extracting(ResolvedPackage::requested).containsExactly(true, false, true);
        assertThat(packages)
                .extracting(ResolvedPackage::extras)
                .containsExactly(List.of(ExtraName.of("fast")), List.of(ExtraName.of("x")), List.of());
        assertThat(packages)
                .extracting(ResolvedPackage::requiredBy)
                .containsExactly(
                        List.of("you: demo[fast]>0"),
                        List.of("demo 1.0: other[x]"),
                        List.of("you: speed", "demo 1.0: speed>=1", "other 1.0: speed<3"));
    }

    @Test
    void whatTheBaseHasStaysUnlessItDoesNotFit() throws Exception {
        versions("demo", "0.9", "2.0", "3.0");
        install("demo", "1.0");
        assertThat(chosen("demo")).isEqualTo("demo 1.0 (base)");
        assertThat(chosen("demo<2")).isEqualTo("demo 1.0 (base)");
        assertThat(chosen("demo>1")).isEqualTo("demo 3.0");
        assertThat(chosen("demo<1")).isEqualTo("demo 0.9");
    }

    @Test
    void whatTheBaseHasBringsItsRequirementsAndNeedsNoIndex() throws Exception {
        install("demo", "1.0", "other>=2");
        install("other", "1.0");
        versions("other", "2.0");
        assertThat(chosen("demo")).isEqualTo("demo 1.0 (base), other 2.0");
    }

    @Test
    void requirementsOfTheUserThatContradictEachOtherAreBothNamed() {
        versions("demo", "1.0", "2.0");
        assertNone(
                PythonError.NO_MATCHING_VERSION,
                "Because you require demo<2 and demo>=2, no solution exists.",
                List.of(),
                "demo>=2",
                "demo<2");
    }

    @Test
    void aConflictWithTheBaseNamesTheVersionsThatAreMeant() throws Exception {
        install("demo", "1.0");
        versions("demo", "2.0", "3.0", "4.0");
        offer(wheel("main", "1.0").requiresDist("demo!=2.0,!=3.0"));
        assertNone(
                PythonError.NO_SOLUTION,
                "Because main requires demo!=2.0,!=3.0 and you require main, demo 1.0 or 4.0 is required.\n"
                        + "  So, because you require demo<4,>1, no solution exists.",
                List.of("Without the limit in `demo<4,>1` there is a solution: it takes demo 1.0."),
                "demo>1,<4",
                "main");
    }

    @Test
    void aProjectNobodyHasIsToldEvenIfTheRestContradictsItself() {
        versions("demo", "1.0");
        assertThatThrownBy(() -> resolve("demo>1", "absent"))
                .isInstanceOfSatisfying(
                        NoSolutionException.class, e -> assertThat(e.code()).isEqualTo(PythonError.PACKAGE_NOT_FOUND))
                .hasMessageStartingWith("package `absent` was not found in `http://");
    }

    @Test
    void whatAnybodyPublishesDoesNotReachForFilesOfThisMachine() throws Exception {
        offer(wheel("demo", "1.0"), wheel("demo", "2.0").requiresDist("dep @ file:///etc/dep-1.0-py3-none-any.whl"));
        assertThat(chosen("demo")).isEqualTo("demo 1.0");
        assertThatThrownBy(() -> resolve("demo>1"))
                .hasMessageContaining("it requires `dep` from a file of this machine");
    }

    @Test
    void preReleasesAreNamedWhereTheyWouldBeEnough() throws Exception {
        offer(
                wheel("main", "1.0").requiresDist("demo>1", "other"),
                wheel("other", "1.0").requiresDist("demo!=2.0"));
        versions("demo", "1.0", "1.5rc1", "2.0");
        assertThatThrownBy(() -> resolve("main"))
                .isInstanceOfSatisfying(
                        NoSolutionException.class,
                        e -> assertThat(e.hints())
                                .containsExactly(
                                        "With pre-releases of `demo` (`--all-releases demo`) there is a solution: it takes demo 1.5rc1."));
        options = new String[] {"--all-releases", "demo"};
        assertThat(chosen("main")).isEqualTo("demo 1.5rc1, main 1.0, other 1.0");
    }

    @Test
    void aPublishersReasonCannotLeaveItsLine() throws Exception {
        versions("demo", "1.0", "1.1");
        index.yanked("demo-1.1-py3-none-any.whl", "bad\u001b[31m\n  release " + "x".repeat(300));
        assertThatThrownBy(() -> resolve("demo>1"))
                .isInstanceOfSatisfying(
                        NoSolutionException.class,
                        e -> assertThat(e.hints().getFirst())
                                .startsWith("Its publisher yanked `demo` 1.1 (bad [31m release xxx")
                                .contains("xxx…): only an exact"));
    }
}
