package io.milieu.solver;

import org.jspecify.annotations.Nullable;

/**
 * One step of the partial solution: what is left of a package's choices, and why.
 *
 * @param variable the package's number
 * @param choices what is left after this step, over the candidates and, last, "absent"
 * @param cause what forced the step; null for a decision and for the first step, which allows everything
 * @param level how many decisions there were, including this step
 * @param position of the step in time; 0 for what holds before the search
 * @param previous the step before about the same package; null for the first
 */
record Assignment<P>(
        int variable,
        CandidateSet choices,
        @Nullable Incompatibility<P> cause,
        int level,
        int position,
        @Nullable Assignment<P> previous) {

    boolean isDecision() {
        return cause == null && previous != null;
    }

    boolean isRequired() {
        return !choices.contains(choices.size() - 1);
    }

    /** {@return the earliest step about this package since which the set's statement is true} */
    Assignment<P> satisfierOf(CandidateSet set) {
        Assignment<P> satisfier = this;
        while (satisfier.previous != null && satisfier.previous.choices.isSubsetOf(set)) {
            satisfier = satisfier.previous;
        }
        return satisfier;
    }
}
