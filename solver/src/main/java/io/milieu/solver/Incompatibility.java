package io.milieu.solver;

import io.milieu.solver.Derivation.External;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Terms that cannot all be true. Variable numbers stand for packages; a set is over the package's candidates and, as its
 * last entry, "absent". Either a fact from outside or the resolvent of two others.
 */
final class Incompatibility<P> {
    private final int[] variables;
    private final CandidateSet[] sets;
    private final @Nullable Incompatibility<P> first;
    private final @Nullable Incompatibility<P> second;
    private @Nullable External<P> fact;
    private int place;

    private Incompatibility(
            int[] variables,
            CandidateSet[] sets,
            @Nullable Incompatibility<P> first,
            @Nullable Incompatibility<P> second) {
        this.variables = variables;
        this.sets = sets;
        this.first = first;
        this.second = second;
    }

    /** A fact with one term. */
    static <P> Incompatibility<P> of(External<P> fact, int variable, CandidateSet set) {
        Incompatibility<P> told = new Incompatibility<>(new int[] {variable}, new CandidateSet[] {set}, null, null);
        told.fact = fact;
        return told;
    }

    /** A fact with two terms about different packages. */
    static <P> Incompatibility<P> of(External<P> fact, int one, CandidateSet set, int other, CandidateSet otherSet) {
        Incompatibility<P> told =
                new Incompatibility<>(new int[] {one, other}, new CandidateSet[] {set, otherSet}, null, null);
        told.fact = fact;
        return told;
    }

    /** The fact that no term at all can be true. */
    static <P> Incompatibility<P> contradiction(External<P> fact) {
        Incompatibility<P> told = new Incompatibility<>(new int[0], new CandidateSet[0], null, null);
        told.fact = fact;
        return told;
    }

    int size() {
        return variables.length;
    }

    int variable(int term) {
        return variables[term];
    }

    CandidateSet set(int term) {
        return sets[term];
    }

    @Nullable
    External<P> fact() {
        return fact;
    }

    @Nullable
    Incompatibility<P> first() {
        return first;
    }

    @Nullable
    Incompatibility<P> second() {
        return second;
    }

    /** {@return where this is among the mentions of the first term's variable} */
    int place() {
        return place;
    }

    void place(int among) {
        place = among;
    }

    /** {@return the set of the term about the variable, which must have one} */
    CandidateSet about(int variable) {
        for (int term = 0; term < variables.length; term++) {
            if (variables[term] == variable) {
                return sets[term];
            }
        }
        throw new IllegalArgumentException("no term about variable " + variable);
    }

    /**
     * Makes the first term true for more choices, as the fact now says. What followed from the narrower form follows from
     * the wider one too, so nothing derived from this need be undone.
     */
    void widen(CandidateSet more, External<P> wider) {
        sets[0] = sets[0].union(more);
        fact = wider;
    }

    /**
     * The rule of resolution, generalised to sets: whatever is chosen for the pivot makes the term of one of the two
     * about it true or is outside the union of both.
     */
    static <P> Incompatibility<P> resolve(Incompatibility<P> left, Incompatibility<P> right, int pivot) {
        int[] variables = Arrays.copyOf(left.variables, left.size() + right.size());
        CandidateSet[] sets = Arrays.copyOf(left.sets, variables.length);
        int size = left.size();
        for (int term = 0; term < right.size(); term++) {
            int at = indexOf(variables, size, right.variables[term]);
            if (at == size) {
                variables[size] = right.variables[term];
                sets[size++] = right.sets[term];
            } else if (variables[at] == pivot) {
                sets[at] = sets[at].union(right.sets[term]);
            } else {
                sets[at] = sets[at].intersection(right.sets[term]);
            }
        }
        int at = indexOf(variables, size, pivot);
        if (sets[at].isAll()) {
            size--;
            System.arraycopy(variables, at + 1, variables, at, size - at);
            System.arraycopy(sets, at + 1, sets, at, size - at);
        }
        return new Incompatibility<>(Arrays.copyOf(variables, size), Arrays.copyOf(sets, size), left, right);
    }

    private static int indexOf(int[] variables, int size, int variable) {
        int at = 0;
        while (at < size && variables[at] != variable) {
            at++;
        }
        return at;
    }
}
