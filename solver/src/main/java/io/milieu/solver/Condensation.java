package io.milieu.solver;

import io.milieu.solver.Derivation.Dependency;
import io.milieu.solver.Derivation.Derived;
import io.milieu.solver.Derivation.Excluded;
import io.milieu.solver.Derivation.External;
import io.milieu.solver.Derivation.Unavailable;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shortens a proof for readers: where a chain goes through the candidates of one package with one fact each, the facts
 * become one weaker fact about all of them, if that is enough for the conclusion.
 */
final class Condensation<P> {
    private final IdentityHashMap<Derivation<P>, Integer> uses = new IdentityHashMap<>();
    private final IdentityHashMap<Derivation<P>, Derivation<P>> done = new IdentityHashMap<>();

    private Condensation(List<Derivation<P>> nodes) {
        for (Derivation<P> node : nodes) {
            if (node instanceof Derived<P>(var _, Derivation<P> first, Derivation<P> second)) {
                uses.merge(first, 1, Integer::sum);
                uses.merge(second, 1, Integer::sum);
            }
        }
    }

    static <P> Derivation<P> of(Derivation<P> proof) {
        List<Derivation<P>> nodes = proof.nodes();
        Condensation<P> condensation = new Condensation<>(nodes);
        for (Derivation<P> node : nodes) {
            condensation.done.put(node, node instanceof Derived<P> derived ? condensation.shorter(derived) : node);
        }
        return condensation.condensed(proof);
    }

    private Derivation<P> condensed(Derivation<P> node) {
        return Objects.requireNonNull(done.get(node));
    }

    private Derivation<P> shorter(Derived<P> node) {
        Derivation<P> first = condensed(node.first());
        Derivation<P> second = condensed(node.second());
        return alone(node, first, second)
                .or(() -> merged(node, node.first(), first, second))
                .or(() -> merged(node, node.second(), second, first))
                .orElseGet(() -> new Derived<>(node.terms(), first, second));
    }

    /** Replaces a conclusion from two like facts by the weaker fact, where this says the same. */
    private Optional<Derivation<P>> alone(Derived<P> node, Derivation<P> first, Derivation<P> second) {
        External<P> both =
                first instanceof External<P> one && second instanceof External<P> other ? merge(one, other) : null;
        return both != null && isWithin(byPackage(node.terms()), byPackage(both.terms()), null)
                ? Optional.of(both)
                : Optional.empty();
    }

    /** Merges the fact with a like one among the causes of the chain, if nothing else uses the chain. */
    private Optional<Derivation<P>> merged(
            Derived<P> node, Derivation<P> original, Derivation<P> chain, Derivation<P> fact) {
        if (!(chain instanceof Derived<P>(var _, Derivation<P> a, Derivation<P> b))
                || !(fact instanceof External<P> late)
                || uses.getOrDefault(original, 0) > 1) {
            return Optional.empty();
        }
        return Stream.of(merged(node, a, b, late), merged(node, b, a, late))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Derivation<P>> merged(Derived<P> node, Derivation<P> early, Derivation<P> rest, External<P> late) {
        if (!(early instanceof External<P> fact)) {
            return Optional.empty();
        }
        External<P> both = merge(fact, late);
        return both != null && follows(node.terms(), rest.terms(), both.terms())
                ? Optional.of(new Derived<>(node.terms(), rest, both))
                : Optional.empty();
    }

    private static <P> @Nullable External<P> merge(External<P> one, External<P> other) {
        if (one instanceof Dependency<P>(P depender, CandidateSet candidates, Requirement<P> requirement)
                && other instanceof Dependency<P> more
                && more.depender().equals(depender)
                && more.requirement().target().equals(requirement.target())
                && more.requirement().kind() == requirement.kind()) {
            CandidateSet allowed =
                    requirement.allowed().union(more.requirement().allowed());
            Requirement<P> either = requirement.equals(more.requirement())
                    ? requirement
                    : new Requirement<>(requirement.target(), allowed, requirement.kind(), "");
            return new Dependency<>(depender, candidates.union(more.candidates()), either);
        }
        if (one instanceof Excluded<P>(P subject, CandidateSet candidates, String reason)
                && other instanceof Excluded<P> more
                && more.subject().equals(subject)
                && more.reason().equals(reason)) {
            return new Excluded<>(subject, candidates.union(more.candidates()), reason);
        }
        if (one instanceof Unavailable<P>(P subject, CandidateSet candidates, String reason)
                && other instanceof Unavailable<P> more
                && more.subject().equals(subject)
                && more.reason().equals(reason)) {
            return new Unavailable<>(subject, candidates.union(more.candidates()), reason);
        }
        return null;
    }

    /** {@return whether the causes imply the conclusion by one resolution, on some package} */
    private static <P> boolean follows(List<Term<P>> conclusion, List<Term<P>> one, List<Term<P>> other) {
        Map<P, CandidateSet> concluded = byPackage(conclusion);
        Map<P, CandidateSet> left = byPackage(one);
        Map<P, CandidateSet> right = byPackage(other);
        return left.keySet().stream()
                .filter(right::containsKey)
                .anyMatch(pivot -> isWithin(concluded, left, pivot)
                        && isWithin(concluded, right, pivot)
                        && isWithin(
                                concluded.get(pivot),
                                Objects.requireNonNull(left.get(pivot))
                                        .union(Objects.requireNonNull(right.get(pivot)))));
    }

    private static <P> boolean isWithin(Map<P, CandidateSet> inner, Map<P, CandidateSet> outer, @Nullable P except) {
        return outer.entrySet().stream()
                .allMatch(term -> term.getKey().equals(except) || isWithin(inner.get(term.getKey()), term.getValue()));
    }

    private static boolean isWithin(@Nullable CandidateSet inner, CandidateSet outer) {
        return inner == null ? outer.isAll() : inner.isSubsetOf(outer);
    }

    private static <P> Map<P, CandidateSet> byPackage(List<Term<P>> terms) {
        Map<P, CandidateSet> choices = new HashMap<>();
        terms.forEach(term -> choices.put(term.subject(), term.choices()));
        return choices;
    }
}
