package io.milieu.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SolverTest {

    @Test
    void theNewestAllowedVersionIsChosen() throws InterruptedException {
        Shelf shelf = new Shelf().add("foo", "1", "bar<2").add("bar", "1").add("bar", "2");
        assertThat(shelf.choices(shelf.solve("foo"))).isEqualTo(Map.of("foo", "1", "bar", "1"));
    }

    @Test
    void aVersionWhoseDependencyIsImpossibleIsNotDecided() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("foo", "1.1", "bar>=2,<3")
                .add("foo", "1.0")
                .add("bar", "1.0")
                .add("bar", "1.1")
                .add("bar", "2.0");
        Resolution<String> resolution = shelf.solve("foo>=1,<2", "bar>=1,<2");
        assertThat(shelf.choices(resolution)).isEqualTo(Map.of("foo", "1.0", "bar", "1.1"));
        assertThat(resolution.statistics()).isEqualTo(new Statistics(2, 0));
    }

    @Test
    void aConflictIsLearntFromAndAnOlderVersionChosen() throws InterruptedException {
        Shelf shelf = new Shelf().add("foo", "2.0", "bar==1").add("foo", "1.0").add("bar", "1", "foo<2");
        assertThat(shelf.choices(shelf.solve("foo>=1"))).isEqualTo(Map.of("foo", "1.0"));
    }

    @Test
    void aTermSatisfiedByTwoStepsTogetherIsResolvedThroughBoth() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("foo", "1.1", "left", "right")
                .add("foo", "1.0")
                .add("left", "1", "shared>=1")
                .add("right", "1", "shared<2")
                .add("shared", "2")
                .add("shared", "1", "target<2")
                .add("target", "2")
                .add("target", "1");
        assertThat(shelf.choices(shelf.solve("foo", "target>=2"))).isEqualTo(Map.of("foo", "1.0", "target", "2"));
    }

    @Test
    void cyclesAndDependenciesOnOneselfAreAllRight() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("a", "2", "a<2")
                .add("a", "1", "a<2", "b", "b<3", "b>=2")
                .add("b", "3")
                .add("b", "2", "a")
                .add("b", "1");
        assertThat(shelf.choices(shelf.solve("a"))).isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    void aConstraintHoldsOnlyForWhatIsChosenAnyway() throws InterruptedException {
        Shelf shelf =
                new Shelf().add("a", "1", "~b<2").add("b", "2").add("b", "1").add("c", "1", "b");
        assertThat(shelf.choices(shelf.solve("a"))).isEqualTo(Map.of("a", "1"));
        assertThat(shelf.choices(shelf.solve("a", "c"))).isEqualTo(Map.of("a", "1", "b", "1", "c", "1"));
        assertThat(shelf.choices(shelf.solve("~b<2", "c"))).isEqualTo(Map.of("b", "1", "c", "1"));
    }

    @Test
    void excludedAndUnavailableVersionsAreNotChosen() throws InterruptedException {
        Shelf shelf = new Shelf().add("a", "4").add("a", "3").add("a", "2").add("a", "1");
        shelf.exclude("a==4", "yanked").breaks("a", "3", "no metadata").breaks("a", "2", "no metadata");
        assertThat(shelf.choices(shelf.solve("a"))).isEqualTo(Map.of("a", "1"));
        assertThat(shelf.asked).containsExactly("a 3", "a 2", "a 1");
    }

    @Test
    void packagesOfHigherPriorityAreDecidedFirst() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("a", "1")
                .add("a", "2", "b<2")
                .add("b", "2", "a<2")
                .add("b", "1")
                .priority("b", 1);
        assertThat(shelf.choices(shelf.solve("a", "b"))).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(shelf.choices(shelf.priority("b", 0).solve("a", "b"))).isEqualTo(Map.of("a", "2", "b", "1"));
    }

    @Test
    void theProviderIsToldWhatWillHaveToBeDecided() throws InterruptedException {
        Shelf shelf = new Shelf()
                .add("a", "1", "b<2", "c")
                .add("b", "2")
                .add("b", "1")
                .add("c", "1");
        shelf.solve("a", "b");
        assertThat(shelf.hints)
                .containsExactly(
                        Map.of("a", CandidateSet.all(1), "b", CandidateSet.all(2)),
                        Map.of("b", CandidateSet.of(2, 1), "c", CandidateSet.all(1)));
    }

    @Test
    void aThousandVersionsWithTheSameDependencyCostOneIncompatibility() throws InterruptedException {
        Shelf shelf = new Shelf().add("b", "2").add("b", "1");
        for (int i = 1; i <= 1000; i++) {
            shelf.add("a", "1." + i, "b<2");
        }
        Resolution<String> resolution = shelf.solve("b>=2", "a");
        assertThat(shelf.explain(resolution)).isEqualTo("""
                Because all versions of a require b<2 and you require a, b 1 is required.
                So, because you require b>=2, no solution exists.""");
        assertThat(resolution.statistics()).isEqualTo(new Statistics(1, 1));
    }

    @Test
    void anInterruptEndsTheSearch() {
        Shelf shelf = new Shelf().add("a", "1");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> shelf.solve("a")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aRequirementOverAListOfAnotherSizeIsRefused() {
        Shelf shelf = new Shelf().add("a", "1");
        Requirement<String> wrong = Requirement.requires("a", CandidateSet.all(2), "a");
        assertThatThrownBy(() -> Solver.solve(shelf, List.of(wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a requirement of `a` is over 2 candidates, but the package has 1");
    }
}
