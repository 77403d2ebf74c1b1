package io.milieu.solver;

import java.util.List;

/**
 * The answer to the question what a candidate depends on.
 *
 * @param <P> the identity of a package
 */
public sealed interface Dependencies<P> {
    /**
     * The candidate's requirements; the same target may appear more than once, also the candidate's own package.
     *
     * @param requirements all of them hold if the candidate is chosen
     * @param <P> the identity of a package
     */
    record Known<P>(List<Requirement<P>> requirements) implements Dependencies<P> {
        /** Copies the list. */
        public Known {
            requirements = List.copyOf(requirements);
        }
    }

    /**
     * The candidate turned out to be unusable, for example because its metadata cannot be read.
     *
     * @param reason for people, without a full stop
     * @param <P> the identity of a package
     */
    record Unavailable<P>(String reason) implements Dependencies<P> {}
}
