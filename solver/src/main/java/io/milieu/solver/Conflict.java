package io.milieu.solver;

import org.jspecify.annotations.Nullable;

/**
 * One step of conflict analysis: the step of the trail that made an incompatibility true, and the level at which
 * everything else about it was true already.
 *
 * @param satisfier the latest of the steps needed
 * @param earlier the level of the latest step needed apart from the satisfier
 */
record Conflict<P>(Assignment<P> satisfier, int earlier) {

    /**
     * {@return the analysis of an incompatibility all of whose terms are true, and which has at least one}
     */
    static <P> Conflict<P> of(Incompatibility<P> satisfied, Trail<P> trail) {
        Assignment<P> last = null;
        CandidateSet lastSet = satisfied.set(0);
        int earlier = 0;
        for (int term = 0; term < satisfied.size(); term++) {
            CandidateSet set = satisfied.set(term);
            Assignment<P> step = trail.latest(satisfied.variable(term)).satisfierOf(set);
            if (last == null || step.position() > last.position()) {
                earlier = last == null ? earlier : Math.max(earlier, last.level());
                last = step;
                lastSet = set;
            } else {
                earlier = Math.max(earlier, step.level());
            }
        }
        if (last == null) {
            throw new IllegalArgumentException("an incompatibility without terms has no satisfier");
        }
        return new Conflict<>(last, Math.max(earlier, partnerLevel(last, lastSet)));
    }

    /** The satisfier may need earlier steps about its own package to make the term true. */
    private static <P> int partnerLevel(Assignment<P> satisfier, CandidateSet set) {
        Incompatibility<P> cause = satisfier.cause();
        if (cause == null) {
            return 0;
        }
        CandidateSet enough = set.union(cause.about(satisfier.variable()));
        Assignment<P> previous = satisfier.previous();
        return previous == null ? 0 : previous.satisfierOf(enough).level();
    }

    /** {@return the incompatibility behind the satisfier, or null if undoing the satisfier's level says something new} */
    @Nullable
    Incompatibility<P> deeper() {
        return earlier < satisfier.level() ? null : satisfier.cause();
    }
}
