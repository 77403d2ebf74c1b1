package io.milieu.benchmarks.micro;

import io.milieu.solver.CandidateSet;
import io.milieu.solver.Dependencies;
import io.milieu.solver.Provider;
import io.milieu.solver.Requirement;
import io.milieu.solver.Resolution;
import io.milieu.solver.Solver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The search alone: a fixed random index of a hundred projects with two hundred versions each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SolverBenchmark implements Provider<Integer> {
    private static final int PROJECTS = 100;
    private static final int VERSIONS = 200;
    private static final int NEEDS = 6;

    /** How many of a hundred requirements exclude the newest versions: more of them, more conflicts. */
    @Param({"0", "10"})
    public int capped;

    private final List<List<Dependencies<Integer>>> dependencies = new ArrayList<>();

    /** Makes the index, the same every time. */
    @Setup
    public void index() {
        Random random = new Random(1);
        for (int project = 0; project < PROJECTS; project++) {
            List<Dependencies<Integer>> versions = new ArrayList<>();
            List<Requirement<Integer>> needs = List.of();
            for (int version = 0; version < VERSIONS; version++) {
                needs = version % 8 == 0 ? needs(random, project) : needs;
                versions.add(new Dependencies.Known<>(needs));
            }
            dependencies.add(versions);
        }
    }

    /** {@return what the search found} */
    @Benchmark
    public Resolution<Integer> solve() throws InterruptedException {
        return Solver.solve(this, List.of(Requirement.requires(0, CandidateSet.all(VERSIONS), "")));
    }

    @Override
    public int candidates(Integer subject) {
        return VERSIONS;
    }

    @Override
    public Dependencies<Integer> dependencies(Integer subject, int candidate) {
        return dependencies.get(subject).get(candidate);
    }

    @Override
    public String describe(Integer subject) {
        return "project-" + subject;
    }

    @Override
    public String describe(Integer subject, CandidateSet candidates) {
        return describe(subject) + candidates;
    }

    private List<Requirement<Integer>> needs(Random random, int project) {
        List<Requirement<Integer>> needs = new ArrayList<>();
        for (int target = project + 1; target < Math.min(PROJECTS, project + NEEDS); target++) {
            int from = random.nextInt(100) < capped ? random.nextInt(VERSIONS / 2) : 0;
            CandidateSet allowed = CandidateSet.matching(VERSIONS, i -> i >= from);
            needs.add(Requirement.requires(target, allowed, ""));
        }
        return needs;
    }
}
