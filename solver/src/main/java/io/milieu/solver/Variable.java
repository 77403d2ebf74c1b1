package io.milieu.solver;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A package the solver has met. */
final class Variable<P> {
    private static final int PATIENCE = 5;

    private final P subject;
    private final int candidates;
    private final int priority;
    private final Mentions<P> mentions = new Mentions<>();
    private final Map<Object, Incompatibility<P>> facts = new HashMap<>();
    private final BitSet met = new BitSet();
    private int refusals;
    private int limit = PATIENCE;
    private int urgency;
    private boolean stale;

    Variable(P subject, int candidates, int priority) {
        this.subject = subject;
        this.candidates = candidates;
        this.priority = priority;
    }

    P subject() {
        return subject;
    }

    int candidates() {
        return candidates;
    }

    /** {@return all incompatibilities with a term about this package} */
    Mentions<P> mentions() {
        return mentions;
    }

    /** {@return facts that hold for some candidates, by what makes them the same} */
    Map<Object, Incompatibility<P>> facts() {
        return facts;
    }

    /** {@return whether the candidate's dependencies were not asked for before} */
    boolean meet(int candidate) {
        boolean first = !met.get(candidate);
        met.set(candidate);
        return first;
    }

    /**
     * Notes that others' choices refused this undecided package one of its own.
     *
     * @return whether it happened so often that the package is to be decided before them; the patience doubles each
     *     time, so that the search cannot go round in circles
     */
    boolean refuse() {
        if (++refusals < limit) {
            return false;
        }
        limit *= 2;
        urgency++;
        return true;
    }

    /** {@return whether mentions of this may not have been looked at, so that something may follow that is not yet known} */
    boolean isStale() {
        return stale;
    }

    void stale(boolean now) {
        stale = now;
    }

    /** {@return whether this is to be decided before the other, all else being equal} */
    boolean isBefore(Variable<P> other) {
        return priority != other.priority ? priority > other.priority : urgency > other.urgency;
    }
}
