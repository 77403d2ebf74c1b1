package io.milieu.solver;

/**
 * Candidates that are ruled out before the search, with the reason.
 *
 * @param candidates of one package
 * @param reason for people, without a full stop, such as {@code yanked} or {@code needs Python>=3.12}
 */
public record Exclusion(CandidateSet candidates, String reason) {}
