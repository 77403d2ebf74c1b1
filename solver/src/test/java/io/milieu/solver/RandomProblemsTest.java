package io.milieu.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.solver.Derivation.Derived;
import io.milieu.solver.Derivation.External;
import io.milieu.solver.Resolution.NoSolution;
import io.milieu.solver.Resolution.Solution;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RandomProblemsTest {
    private static final int PROBLEMS = 6_000;
    private static final Pattern REFERENCE = Pattern.compile("\\((\\d+)\\)");

    @Test
    void theSolverAgreesWithTryingEveryChoiceAndItsProofsAreSound() throws InterruptedException {
        int solved = 0;
        int refuted = 0;
        int conflicts = 0;
        for (int seed = 0; seed < PROBLEMS; seed++) {
            Problem problem = new Problem(new Random(seed));
            Resolution<Integer> resolution = Solver.solve(problem, problem.roots);
            conflicts += resolution.statistics().conflicts();
            switch (resolution) {
                case Solution<Integer> solution -> {
                    solved++;
                    check(problem, solution, seed);
                }
                case NoSolution<Integer> failure -> {
                    refuted++;
                    check(problem, failure, seed);
                }
            }
        }
        assertThat(solved).isGreaterThan(PROBLEMS / 4);
        assertThat(refuted).isGreaterThan(PROBLEMS / 4);
        assertThat(conflicts).isGreaterThan(PROBLEMS / 2);
    }

    private static void check(Problem problem, Solution<Integer> solution, int seed) {
        int[] choice = problem.choice(solution.decisions());
        assertThat(problem.isValid(choice)).as("seed %d: %s", seed, problem).isTrue();
        assertThat(problem.reachable(choice))
                .as("seed %d: nothing unneeded", seed)
                .containsExactlyInAnyOrderElementsOf(solution.decisions().keySet());
    }

    private static void check(Problem problem, NoSolution<Integer> failure, int seed) {
        assertThat(problem.anyChoice(problem::isValid))
                .as("seed %d: %s", seed, problem)
                .isFalse();
        assertThat(failure.derivation().terms()).isEmpty();
        checkProof(problem, failure.derivation(), seed);
        checkProof(problem, Condensation.of(failure.derivation()), seed);
        List<String> lines = Explanation.of(failure.derivation(), problem);
        assertThat(lines.getLast()).endsWith("no solution exists.");
        assertThat(lines).as("seed %d", seed).satisfies(RandomProblemsTest::checkReferences);
    }

    private static void checkProof(Problem problem, Derivation<Integer> proof, int seed) {
        for (Derivation<Integer> node : proof.nodes()) {
            switch (node) {
                case External<Integer> fact ->
                    assertThat(problem.isTrue(fact))
                            .as("seed %d: %s", seed, fact)
                            .isTrue();
                case Derived<Integer> derived ->
                    assertThat(problem.anyChoice(choice -> allTrue(derived, choice)
                                    && !allTrue(derived.first(), choice)
                                    && !allTrue(derived.second(), choice)))
                            .as("seed %d: %s from %s and %s", seed, derived, derived.first(), derived.second())
                            .isFalse();
            }
        }
    }

    /** A sentence refers only to sentences before it. */
    private static void checkReferences(List<? extends String> lines) {
        int numbered = 0;
        for (String line : lines) {
            String sentence = line.replaceFirst("^\\(\\d+\\) ", "");
            int known = numbered;
            REFERENCE
                    .matcher(sentence)
                    .results()
                    .forEach(found -> assertThat(Integer.parseInt(found.group(1)))
                            .as(line)
                            .isLessThanOrEqualTo(known));
            if (!sentence.equals(line)) {
                assertThat(line).startsWith("(" + ++numbered + ") ");
            }
        }
    }

    private static boolean allTrue(Derivation<Integer> node, int[] choice) {
        for (Term<Integer> term : node.terms()) {
            int chosen = choice[term.subject()];
            if (chosen == term.candidates().size()
                    ? !term.absent()
                    : !term.candidates().contains(chosen)) {
                return false;
            }
        }
        return true;
    }
}
