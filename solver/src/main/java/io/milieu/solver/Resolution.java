package io.milieu.solver;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The outcome of a search.
 *
 * @param <P> the identity of a package
 */
public sealed interface Resolution<P> {
    /** {@return how hard the search was} */
    Statistics statistics();

    /**
     * Every requirement is met, and nothing is chosen that no requirement leads to.
     *
     * @param decisions the chosen candidate of each package, in the order of decision
     * @param statistics how hard the search was
     * @param <P> the identity of a package
     */
    record Solution<P>(Map<P, Integer> decisions, Statistics statistics) implements Resolution<P> {
        /** Copies the map, keeping its order. */
        public Solution {
            decisions = Collections.unmodifiableMap(new LinkedHashMap<>(decisions));
        }
    }

    /**
     * The requirements contradict each other.
     *
     * @param derivation the proof: its terms are empty
     * @param statistics how hard the search was
     * @param <P> the identity of a package
     */
    record NoSolution<P>(Derivation<P> derivation, Statistics statistics) implements Resolution<P> {}
}
