package io.milieu.solver;

import java.util.List;
import java.util.Map;

/**
 * What the solver asks the outside world; it asks each question at most once, only when it needs the answer, and from
 * the thread that called {@link Solver#solve}. A provider may block. Its answers must not change during a search.
 *
 * @param <P> the identity of a package: a value with {@code equals} and {@code hashCode}
 */
public interface Provider<P> extends Wording<P> {
    /**
     * {@return how many candidates the package has; 0 if the package does not exist} Candidates are numbered in order
     * of preference.
     *
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    int candidates(P subject) throws InterruptedException;

    /** {@return why a package has no candidates at all, for people, as a sentence without a full stop} */
    default String noCandidates(P subject) {
        return "there is no " + describe(subject);
    }

    /**
     * {@return the candidates that must not be chosen, by reason}
     *
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    default List<Exclusion> exclusions(P subject) throws InterruptedException {
        return List.of();
    }

    /**
     * {@return what a candidate depends on}
     *
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    Dependencies<P> dependencies(P subject, int candidate) throws InterruptedException;

    /**
     * Picks the candidate to try; asked whenever the package is to be decided.
     *
     * @param allowed what is possible now; never empty
     * @return one of the allowed candidates
     * @throws InterruptedException if the thread is interrupted while waiting
     */
    default int choose(P subject, CandidateSet allowed) throws InterruptedException {
        return allowed.first();
    }

    /**
     * {@return how early a package is to be decided: higher first} Packages with one candidate left go before all
     * others; among equals, packages often in conflict go first, then those discovered first.
     */
    default int priority(P subject) {
        return 0;
    }

    /**
     * Tells which packages will have to be decided, so that what is needed for them can be fetched ahead.
     *
     * @param undecided packages with their allowed candidates, where these are new or fewer since the last call
     */
    default void hint(Map<P, CandidateSet> undecided) {}
}
