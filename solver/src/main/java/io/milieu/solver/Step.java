package io.milieu.solver;

import java.util.List;

/**
 * One step of a proof that there is no solution, for programs and pictures.
 *
 * @param kind what kind of step
 * @param text what it says, in words
 * @param causes the places, from 0 on, of the steps it follows from, which come earlier; none for a fact
 */
public record Step(Kind kind, String text, List<Integer> causes) {
    /** Kinds of steps. */
    public enum Kind {
        /** The user asks for something. */
        ASKED,
        /** Some versions of a package require something. */
        REQUIREMENT,
        /** No version of a package meets a requirement. */
        ABSENT,
        /** Versions cannot be used, for a reason of their own. */
        EXCLUDED,
        /** It follows from two earlier steps. */
        CONCLUSION
    }

    /** Copies the causes. */
    public Step {
        causes = List.copyOf(causes);
    }
}
