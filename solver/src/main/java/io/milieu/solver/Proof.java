package io.milieu.solver;

import io.milieu.solver.Derivation.Dependency;
import io.milieu.solver.Derivation.Derived;
import io.milieu.solver.Derivation.External;
import io.milieu.solver.Derivation.NoCandidates;
import io.milieu.solver.Derivation.Root;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Turns the solver's incompatibilities into the public form of a proof. */
final class Proof<P> {
    private final Knowledge<P> knowledge;
    private final IdentityHashMap<Incompatibility<P>, Derivation<P>> done = new IdentityHashMap<>();

    private Proof(Knowledge<P> knowledge) {
        this.knowledge = knowledge;
    }

    static <P> Derivation<P> of(Incompatibility<P> conclusion, Knowledge<P> knowledge) {
        return new Proof<>(knowledge).convert(conclusion);
    }

    /** Without recursion: a proof can be deeper than a thread's stack. */
    private Derivation<P> convert(Incompatibility<P> conclusion) {
        Deque<Incompatibility<P>> open = new ArrayDeque<>(List.of(conclusion));
        while (!open.isEmpty()) {
            Incompatibility<P> node = open.peek();
            Incompatibility<P> first = node.first();
            Incompatibility<P> second = node.second();
            if (done.containsKey(node)) {
                open.pop();
            } else if (first == null || second == null) {
                done.put(node, told(Objects.requireNonNull(node.fact())));
            } else if (done.containsKey(first) && done.containsKey(second)) {
                done.put(node, new Derived<>(terms(node), converted(first), converted(second)));
            } else {
                open.push(second);
                open.push(first);
            }
        }
        return converted(conclusion);
    }

    private Derivation<P> converted(Incompatibility<P> node) {
        return Objects.requireNonNull(done.get(node));
    }

    /** A requirement that nothing can satisfy is two facts: that there is the requirement, and that nothing does. */
    private Derivation<P> told(External<P> fact) {
        return switch (fact) {
            case Root<P>(Requirement<P> requirement)
            when requirement.broken().isAll() -> new Derived<>(List.of(), fact, none(requirement));
            case Dependency<P> dependency
            when dependency.requirement().broken().isAll() ->
                new Derived<>(dependency.terms().subList(0, 1), fact, none(dependency.requirement()));
            default -> fact;
        };
    }

    private NoCandidates<P> none(Requirement<P> requirement) {
        boolean unknown = requirement.allowed().size() == 0;
        return new NoCandidates<>(requirement, unknown ? knowledge.noCandidates(requirement.target()) : "");
    }

    private List<Term<P>> terms(Incompatibility<P> node) {
        List<Term<P>> terms = new ArrayList<>();
        for (int term = 0; term < node.size(); term++) {
            terms.add(Term.of(knowledge.subject(node.variable(term)), node.set(term)));
        }
        return terms;
    }
}
