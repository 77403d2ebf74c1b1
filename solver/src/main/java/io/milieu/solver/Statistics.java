package io.milieu.solver;

/**
 * How hard a search was.
 *
 * @param decisions candidates chosen, including those given up later
 * @param conflicts times the choices made so far turned out to contradict each other
 */
public record Statistics(int decisions, int conflicts) {}
