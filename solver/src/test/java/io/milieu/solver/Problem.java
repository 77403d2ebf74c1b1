package io.milieu.solver;

import io.milieu.solver.Requirement.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** A small random problem; packages are numbers. It can try every choice, so it knows the truth. */
final class Problem implements Provider<Integer> {
    final List<Requirement<Integer>> roots = new ArrayList<>();
    private final int[] sizes;
    private final Exclusion[] exclusions;
    private final Object[][] dependencies;

    Problem(Random random) {
        int packages = 2 + random.nextInt(4);
        sizes = random.ints(packages, 0, 5)
                .map(size -> Math.max(size, random.nextInt(3)))
                .toArray();
        exclusions = new Exclusion[packages];
        dependencies = new Object[packages][];
        int density = 1 + random.nextInt(4);
        for (int p = 0; p < packages; p++) {
            exclusions[p] = new Exclusion(random.nextInt(3) == 0 ? subset(random, sizes[p]) : none(p), "excluded");
            dependencies[p] = new Object[sizes[p]];
            List<Requirement<Integer>> last = List.of();
            for (int i = 0; i < sizes[p]; i++) {
                last = random.nextInt(3) == 0 ? last : requirements(random, random.nextInt(density + 1));
                dependencies[p][i] = random.nextInt(15) == 0 ? "broken " + random.nextInt(2) : last;
            }
        }
        roots.addAll(requirements(random, 1 + random.nextInt(3)));
    }

    private List<Requirement<Integer>> requirements(Random random, int count) {
        List<Requirement<Integer>> requirements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int target = random.nextInt(sizes.length);
            CandidateSet allowed =
                    random.nextInt(4) == 0 ? CandidateSet.all(sizes[target]) : subset(random, sizes[target]);
            Kind kind = random.nextInt(5) == 0 ? Kind.CONSTRAINS : Kind.REQUIRES;
            requirements.add(new Requirement<>(target, allowed, kind, random.nextInt(3) == 0 ? "words" : ""));
        }
        return requirements;
    }

    private static CandidateSet subset(Random random, int size) {
        return CandidateSet.matching(size, _ -> random.nextInt(5) < 2);
    }

    private CandidateSet none(int subject) {
        return CandidateSet.none(sizes[subject]);
    }

    /** Whether a choice per package (its size: absent) passes the test, for any choice. */
    boolean anyChoice(Predicate<int[]> test) {
        return anyChoice(new int[sizes.length], 0, test);
    }

    private boolean anyChoice(int[] choice, int from, Predicate<int[]> test) {
        if (from == choice.length) {
            return test.test(choice);
        }
        for (choice[from] = 0; choice[from] <= sizes[from]; choice[from]++) {
            if (anyChoice(choice, from + 1, test)) {
                return true;
            }
        }
        return false;
    }

    boolean isValid(int[] choice) {
        if (!roots.stream().allMatch(requirement -> holds(requirement, choice))) {
            return false;
        }
        for (int p = 0; p < choice.length; p++) {
            if (choice[p] < sizes[p]
                    && (exclusions[p].candidates().contains(choice[p])
                            || !(dependencies(p, choice[p]) instanceof Dependencies.Known<Integer> known)
                            || !known.requirements().stream().allMatch(requirement -> holds(requirement, choice)))) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(Requirement<Integer> requirement, int[] choice) {
        int chosen = choice[requirement.target()];
        return chosen == sizes[requirement.target()]
                ? requirement.kind() == Kind.CONSTRAINS
                : requirement.allowed().contains(chosen);
    }

    int[] choice(Map<Integer, Integer> decisions) {
        int[] choice = sizes.clone();
        decisions.forEach((subject, candidate) -> choice[subject] = candidate);
        return choice;
    }

    /** The packages that requirements lead to from what the user asks for. */
    Set<Integer> reachable(int[] choice) {
        Set<Integer> reached = new TreeSet<>();
        Deque<Requirement<Integer>> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Requirement<Integer> next = open.pop();
            if (next.kind() == Kind.REQUIRES && reached.add(next.target())) {
                if (dependencies(next.target(), choice[next.target()]) instanceof Dependencies.Known<Integer> known) {
                    open.addAll(known.requirements());
                }
            }
        }
        return reached;
    }

    boolean isTrue(Derivation.External<Integer> fact) {
        return switch (fact) {
            case Derivation.Root<Integer>(Requirement<Integer> requirement) -> roots.contains(requirement);
            case Derivation.Dependency<Integer>(
                    Integer depender,
                    CandidateSet candidates,
                    Requirement<Integer> requirement) ->
                candidates.stream().allMatch(i -> hasOneLike(requirement, dependencies(depender, i)));
            case Derivation.NoCandidates<Integer>(Requirement<Integer> requirement, String reason) ->
                requirement.allowed().isEmpty() && reason.isEmpty() == (sizes[requirement.target()] > 0);
            case Derivation.Excluded<Integer>(Integer subject, CandidateSet candidates, String reason) ->
                reason.equals("excluded") && candidates.equals(exclusions[subject].candidates());
            case Derivation.Unavailable<Integer>(Integer subject, CandidateSet candidates, String reason) ->
                candidates.stream()
                        .allMatch(i -> dependencies(subject, i).equals(new Dependencies.Unavailable<Integer>(reason)));
        };
    }

    /** A shortened proof may say less than the fact it stands for, never more. */
    private static boolean hasOneLike(Requirement<Integer> fact, Dependencies<Integer> dependencies) {
        return dependencies instanceof Dependencies.Known<Integer> known
                && known.requirements().stream()
                        .anyMatch(real -> real.target().equals(fact.target())
                                && real.kind() == fact.kind()
                                && real.allowed().isSubsetOf(fact.allowed()));
    }

    @Override
    public int candidates(Integer subject) {
        return sizes[subject];
    }

    @Override
    public List<Exclusion> exclusions(Integer subject) {
        return List.of(exclusions[subject]);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Dependencies<Integer> dependencies(Integer subject, int candidate) {
        return dependencies[subject][candidate] instanceof String reason
                ? new Dependencies.Unavailable<>(reason)
                : new Dependencies.Known<>((List<Requirement<Integer>>) dependencies[subject][candidate]);
    }

    @Override
    public String describe(Integer subject) {
        return "p" + subject;
    }

    @Override
    public String describe(Integer subject, CandidateSet candidates) {
        assert !candidates.isEmpty();
        return "p" + subject + candidates;
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes) + " " + Arrays.toString(exclusions) + " " + Arrays.deepToString(dependencies)
                + " roots " + roots;
    }
}
