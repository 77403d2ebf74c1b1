package io.milieu.benchmarks;

import io.milieu.solver.CandidateSet;
import io.milieu.solver.Dependencies;
import io.milieu.solver.Provider;
import io.milieu.solver.Requirement;
import io.milieu.solver.Resolution;
import io.milieu.solver.Resolution.Solution;
import io.milieu.solver.Solver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What one decision of the search costs, by the number of candidates that each package has, without what a provider does to answer: in a chain without conflicts, and walking down
 * the versions of a package whose newer ones all want something that another requirement forbids.
 */
final class SolverCost {
    private static final List<Integer> CANDIDATES = List.of(100, 300, 1_000, 3_000, 10_000);
    private static final int CHAIN = 60;
    private static final int WALKED = 60;

    private final int rounds;

    SolverCost(int rounds) {
        this.rounds = rounds;
    }

    /** {@return the median cost of a decision in microseconds, by shape and number of candidates} */
    Map<String, Map<Integer, Double>> run() throws InterruptedException {
        Map<String, Map<Integer, Double>> costs = new TreeMap<>();
        for (int size : CANDIDATES) {
            costs.computeIfAbsent("chain without conflicts", key -> new TreeMap<>())
                    .put(size, cost(new Chain(size)));
            costs.computeIfAbsent("walk down, a conflict each", key -> new TreeMap<>())
                    .put(size, cost(new Walk(size)));
        }
        return costs;
    }

    private double cost(Shape shape) throws InterruptedException {
        double[] costs = new double[rounds];
        for (int round = -10 * rounds; round < rounds; round++) {
            long start = System.nanoTime();
            Resolution<Integer> found = Solver.solve(shape, shape.wanted());
            long took = System.nanoTime() - start;
            if (!(found instanceof Solution<Integer> solution)) {
                throw new IllegalStateException("no solution: " + shape);
            }
            costs[Math.max(0, round)] = took / 1e3 / solution.statistics().decisions();
        }
        Arrays.sort(costs);
        return costs[rounds / 2];
    }

    /** {@return the table for people} */
    static String table(Map<String, Map<Integer, Double>> costs) {
        StringBuilder table = new StringBuilder("| microseconds per decision |");
        CANDIDATES.forEach(size -> table.append(" ").append(size).append(" candidates |"));
        table.append("\n| --- |").append(" ---: |".repeat(CANDIDATES.size())).append("\n");
        costs.forEach((shape, bySize) -> {
            table.append("| ").append(shape).append(" |");
            bySize.values().forEach(cost -> table.append(String.format(Locale.ROOT, " %.1f |", cost)));
            table.append("\n");
        });
        return table.toString();
    }

    private abstract static class Shape implements Provider<Integer> {
        final int size;

        Shape(int size) {
            this.size = size;
        }

        abstract List<Requirement<Integer>> wanted();

        final Requirement<Integer> any(int subject) {
            return Requirement.requires(subject, CandidateSet.all(size), "");
        }

        @Override
        public int candidates(Integer subject) {
            return size;
        }

        @Override
        public String describe(Integer subject) {
            return "project-" + subject;
        }

        @Override
        public String describe(Integer subject, CandidateSet candidates) {
            return describe(subject) + candidates;
        }
    }

    /** Each project wants the older half of the next. */
    private static final class Chain extends Shape {
        private final CandidateSet older;

        Chain(int size) {
            super(size);
            this.older = CandidateSet.matching(size, i -> i >= size / 2);
        }

        @Override
        List<Requirement<Integer>> wanted() {
            return List.of(any(0));
        }

        @Override
        public Dependencies<Integer> dependencies(Integer subject, int candidate) {
            return new Dependencies.Known<>(
                    subject + 1 < CHAIN ? List.of(Requirement.requires(subject + 1, older, "")) : List.of());
        }
    }

    /** Each version of the first wants exactly its like of the second, which may not be one of the newest. */
    private static final class Walk extends Shape {
        private final CandidateSet all;
        private final List<CandidateSet> single;

        Walk(int size) {
            super(size);
            this.all = CandidateSet.all(size);
            this.single = IntStream.rangeClosed(0, WALKED)
                    .mapToObj(candidate -> CandidateSet.of(size, candidate))
                    .toList();
        }

        @Override
        List<Requirement<Integer>> wanted() {
            List<Requirement<Integer>> wanted = new ArrayList<>();
            wanted.add(any(0));
            wanted.add(Requirement.requires(2, CandidateSet.of(size, size - 1), ""));
            return wanted;
        }

        @Override
        public Dependencies<Integer> dependencies(Integer subject, int candidate) {
            return switch (subject) {
                case 0 -> new Dependencies.Known<>(List.of(Requirement.requires(1, single.get(candidate), "")));
                case 1 -> {
                    // The newest ones forbid what is wanted of the third.
                    CandidateSet third = candidate < WALKED ? single.get(candidate) : all;
                    yield new Dependencies.Known<>(List.of(Requirement.requires(2, third, "")));
                }
                default -> new Dependencies.Known<>(List.of());
            };
        }
    }
}
