package io.milieu.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/** The partial solution: all steps in order of time, and where they have led for each variable. */
final class Trail<P> {
    private final List<Assignment<P>> latest = new ArrayList<>();
    private final List<Assignment<P>> steps = new ArrayList<>();
    private final BitSet undecided = new BitSet();
    // The choices of each latest step once more: propagation reads little else, so they are kept close together.
    private CandidateSet[] choices = new CandidateSet[16];
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
        if (variable == choices.length) {
            choices = Arrays.copyOf(choices, 2 * variable);
        }
        latest.add(step);
        choices[variable] = step.choices();
    }

    int level() {
        return level;
    }

    Assignment<P> latest(int variable) {
        return latest.get(variable);
    }

    /** {@return what is left for the variable} */
    CandidateSet choices(int variable) {
        return choices[variable];
    }

    /** {@return the variables that must be chosen and are not yet decided} */
    BitSet undecided() {
        return undecided;
    }

    /** Takes from the variable the choices of the cause's term about it. */
    void derive(int variable, Incompatibility<P> cause) {
        CandidateSet left = choices[variable].minus(cause.about(variable));
        add(new Assignment<>(variable, left, cause, level, steps.size() + 1, latest(variable)));
    }

    void decide(int variable, int candidate) {
        level++;
        CandidateSet only = CandidateSet.of(choices[variable].size(), candidate);
        add(new Assignment<>(variable, only, null, level, steps.size() + 1, latest(variable)));
    }

    /** Forgets all steps of higher levels; returns the causes of those forgotten, latest first. */
    List<Incompatibility<P>> backtrack(int target) {
        List<Incompatibility<P>> causes = new ArrayList<>();
        while (!steps.isEmpty() && steps.getLast().level() > target) {
            Assignment<P> step = steps.removeLast();
            reach(Objects.requireNonNull(step.previous()));
            if (step.cause() != null) {
                causes.add(step.cause());
            }
        }
        level = target;
        return causes;
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
        reach(step);
    }

    private void reach(Assignment<P> step) {
        latest.set(step.variable(), step);
        choices[step.variable()] = step.choices();
        undecided.set(step.variable(), step.isRequired() && !step.isDecision());
    }
}
