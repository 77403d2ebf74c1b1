package io.milieu.solver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A proof that certain terms can never all be true: a fact from outside, or a conclusion from two such proofs. Parts are
 * shared, so the whole is a directed graph without cycles; compare its nodes by identity.
 *
 * @param <P> the identity of a package
 */
public sealed interface Derivation<P> {
    /** {@return the terms that cannot all be true, at most one per package; empty: no solution exists} */
    List<Term<P>> terms();

    /** {@return all nodes this proof consists of, each once, causes before conclusions, this one last} */
    default List<Derivation<P>> nodes() {
        List<Derivation<P>> done = new ArrayList<>();
        Set<Derivation<P>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Derivation<P>> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            Derivation<P> node = open.peek();
            if (seen.add(node) && node instanceof Derived<P> derived) {
                open.push(derived.second());
                open.push(derived.first());
            } else {
                open.pop();
                done.add(node);
            }
        }
        // A node pushed by two conclusions is popped twice; its first time is the right one.
        seen.clear();
        done.removeIf(node -> !seen.add(node));
        return done;
    }

    /**
     * A conclusion: whenever all of its terms are true, all terms of one of its causes are true.
     *
     * @param terms what cannot all be true
     * @param first a cause
     * @param second the other cause
     * @param <P> the identity of a package
     */
    record Derived<P>(List<Term<P>> terms, Derivation<P> first, Derivation<P> second) implements Derivation<P> {
        /** Copies the terms. */
        public Derived {
            terms = List.copyOf(terms);
        }

        // By identity: comparing or printing a shared graph as a tree takes exponential time.
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Derived" + terms;
        }
    }

    /**
     * A fact from outside.
     *
     * @param <P> the identity of a package
     */
    sealed interface External<P> extends Derivation<P> {}

    /**
     * The user asked for it.
     *
     * @param requirement what the user asked for
     * @param <P> the identity of a package
     */
    record Root<P>(Requirement<P> requirement) implements External<P> {
        @Override
        public List<Term<P>> terms() {
            return List.of(Term.of(requirement.target(), requirement.broken()));
        }
    }

    /**
     * Some candidates of a package share a requirement.
     *
     * @param depender the package
     * @param candidates of the depender; known to have the requirement (others may have it too)
     * @param requirement what they want
     * @param <P> the identity of a package
     */
    record Dependency<P>(P depender, CandidateSet candidates, Requirement<P> requirement) implements External<P> {
        @Override
        public List<Term<P>> terms() {
            if (depender.equals(requirement.target())) {
                return List.of(new Term<>(depender, candidates.minus(requirement.allowed()), false));
            }
            return List.of(
                    new Term<>(depender, candidates, false), Term.of(requirement.target(), requirement.broken()));
        }
    }

    /**
     * No candidate satisfies a requirement.
     *
     * @param requirement whose allowed set is empty
     * @param reason why the package has no candidates at all; empty if it has some, but none that will do
     * @param <P> the identity of a package
     */
    record NoCandidates<P>(Requirement<P> requirement, String reason) implements External<P> {
        @Override
        public List<Term<P>> terms() {
            return List.of(new Term<>(requirement.target(), requirement.allowed(), false));
        }
    }

    /**
     * The provider ruled candidates out beforehand.
     *
     * @param subject the package
     * @param candidates that cannot be used
     * @param reason for people
     * @param <P> the identity of a package
     */
    record Excluded<P>(P subject, CandidateSet candidates, String reason) implements External<P> {
        @Override
        public List<Term<P>> terms() {
            return List.of(new Term<>(subject, candidates, false));
        }
    }

    /**
     * Candidates turned out to be unusable when the search came to them.
     *
     * @param subject the package
     * @param candidates that cannot be used
     * @param reason for people
     * @param <P> the identity of a package
     */
    record Unavailable<P>(P subject, CandidateSet candidates, String reason) implements External<P> {
        @Override
        public List<Term<P>> terms() {
            return List.of(new Term<>(subject, candidates, false));
        }
    }
}
