package io.milieu.solver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** The partial solution: all steps in order of time, and the latest step of each variable. */
final class Trail<P> {
    private final List<Assignment<P>> latest = new ArrayList<>();
    private final List<Assignment<P>> steps = new ArrayList<>();
    private int level;

    /**
     * Adds the next variable.
     *
     * @param always what holds for it in any case
     */
    void start(int candidates, List<Incompatibility<P>> always) {
        int variable = latest.size();
        Assignment<P> step = new Assignment<>(variable, CandidateSet.all(candidates + 1), null, 0, 0, null);
        for (Incompatibility<P> cause : always) {
            step = new Assignment<>(variable, step.choices().minus(cause.set(0)), cause, 0, 0, step);
        }
        latest.add(step);
    }

    int variables() {
        return latest.size();
    }

    int level() {
        return level;
    }

    Assignment<P> latest(int variable) {
        return latest.get(variable);
    }

    /** Takes from the variable the choices of the cause's term about it. */
    void derive(int variable, Incompatibility<P> cause) {
        CandidateSet left = latest(variable).choices().minus(cause.about(variable));
        add(new Assignment<>(variable, left, cause, level, steps.size() + 1, latest(variable)));
    }

    void decide(int variable, int candidate) {
        level++;
        CandidateSet only = CandidateSet.of(latest(variable).choices().size(), candidate);
        add(new Assignment<>(variable, only, null, level, steps.size() + 1, latest(variable)));
    }

    /** Forgets all steps of higher levels. */
    void backtrack(int target) {
        while (!steps.isEmpty() && steps.getLast().level() > target) {
            Assignment<P> step = steps.removeLast();
            latest.set(step.variable(), Objects.requireNonNull(step.previous()));
        }
        level = target;
    }

    <Q> Map<Q, Integer> decisions(IntFunction<Q> names) {
        Map<Q, Integer> decisions = new LinkedHashMap<>();
        for (Assignment<P> step : steps) {
            if (step.isDecision()) {
                decisions.put(names.apply(step.variable()), step.choices().first());
            }
        }
        return decisions;
    }

    private void add(Assignment<P> step) {
        steps.add(step);
        latest.set(step.variable(), step);
    }
}
