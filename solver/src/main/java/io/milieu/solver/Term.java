package io.milieu.solver;

/**
 * A statement about what is chosen for one package: one of some candidates or, if {@code absent}, nothing.
 *
 * @param subject the package
 * @param candidates the choices for which the statement is true
 * @param absent whether the statement is also true if the package is not chosen at all
 * @param <P> the identity of a package
 */
public record Term<P>(P subject, CandidateSet candidates, boolean absent) {
    /** {@return the term for a set over the candidates and, last, "absent"} */
    static <P> Term<P> of(P subject, CandidateSet choices) {
        return new Term<>(subject, choices.shortened(), choices.contains(choices.size() - 1));
    }

    /** {@return the set over the candidates and, last, "absent"} */
    CandidateSet choices() {
        return candidates.extended(absent);
    }
}
