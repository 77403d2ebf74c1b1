package io.milieu.solver;

/**
 * Names packages and candidates for people.
 *
 * @param <P> the identity of a package
 */
public interface Wording<P> {
    /** {@return the package's name} */
    String describe(P subject);

    /**
     * Names some candidates of a package, including the package's name.
     *
     * @param candidates never empty
     * @return for example {@code pandas>=2,<3} or {@code pandas 2.0.1}
     */
    String describe(P subject, CandidateSet candidates);
}
