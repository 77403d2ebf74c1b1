package io.milieu.solver;

import io.milieu.solver.Derivation.Derived;
import io.milieu.solver.Derivation.External;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns a proof that there is no solution into short sentences, after PubGrub's error reporting: one sentence per
 * conclusion, every other conclusion of a plain chain left out, and numbers only for sentences referred to from afar.
 *
 * @param <P> the identity of a package
 */
public final class Explanation<P> {
    private final Phrases<P> phrases;
    private final IdentityHashMap<Derivation<P>, Integer> uses = new IdentityHashMap<>();
    private final IdentityHashMap<Derivation<P>, Integer> numbers = new IdentityHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private Explanation(Wording<P> wording) {
        this.phrases = new Phrases<>(wording);
    }

    /**
     * Explains a proof.
     *
     * @param proof from {@link Resolution.NoSolution}
     * @param wording names the packages; the provider, as a rule
     * @param <P> the identity of a package
     * @return sentences, each on its own line; a sentence that others refer to starts with its number in parentheses; an
     *     empty line separates lines of thought
     */
    public static <P> List<String> of(Derivation<P> proof, Wording<P> wording) {
        Derivation<P> shorter = Condensation.of(proof);
        Explanation<P> explanation = new Explanation<>(wording);
        for (Derivation<P> node : shorter.nodes()) {
            if (node instanceof Derived<P>(var _, Derivation<P> first, Derivation<P> second)) {
                explanation.uses.merge(first, 1, Integer::sum);
                explanation.uses.merge(second, 1, Integer::sum);
            }
        }
        if (shorter instanceof Derived<P> derived) {
            explanation.explain(derived);
        } else {
            explanation.lines.add("No solution exists: " + explanation.phrases.of(shorter) + ".");
        }
        return List.copyOf(explanation.lines);
    }

    /**
     * {@return the same proof step by step, causes before conclusions, the last one that no solution exists}
     *
     * @param proof from {@link Resolution.NoSolution}
     * @param wording names the packages; the provider, as a rule
     * @param <P> the identity of a package
     */
    public static <P> List<Step> steps(Derivation<P> proof, Wording<P> wording) {
        Phrases<P> phrases = new Phrases<>(wording);
        IdentityHashMap<Derivation<P>, Integer> places = new IdentityHashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Derivation<P> node : Condensation.of(proof).nodes()) {
            List<Integer> causes = node instanceof Derived<P>(var _, Derivation<P> first, Derivation<P> second)
                    ? List.of(Objects.requireNonNull(places.get(first)), Objects.requireNonNull(places.get(second)))
                    : List.of();
            places.put(node, steps.size());
            steps.add(new Step(kind(node), phrases.of(node), causes));
        }
        return List.copyOf(steps);
    }

    private static Step.Kind kind(Derivation<?> node) {
        return switch (node) {
            case Derivation.Root<?> _ -> Step.Kind.ASKED;
            case Derivation.Dependency<?> _ -> Step.Kind.REQUIREMENT;
            case Derivation.NoCandidates<?> _ -> Step.Kind.ABSENT;
            case Derivation.Excluded<?> _, Derivation.Unavailable<?> _ -> Step.Kind.EXCLUDED;
            case Derived<?> _ -> Step.Kind.CONCLUSION;
        };
    }

    private void explain(Derived<P> node) {
        if (node.first() instanceof Derived<P> first && node.second() instanceof Derived<P> second) {
            joinDerived(node, first, second);
        } else if (node.first() instanceof Derived<P> derived && node.second() instanceof External<P> fact) {
            continueFrom(node, derived, fact);
        } else if (node.second() instanceof Derived<P> derived && node.first() instanceof External<P> fact) {
            continueFrom(node, derived, fact);
        } else if (node.first() instanceof External<P> one && node.second() instanceof External<P> other) {
            write(node, "Because " + phrases.both(one, other));
        }
        if (uses.getOrDefault(node, 0) > 1) {
            number(node);
        }
    }

    private void joinDerived(Derived<P> node, Derived<P> first, Derived<P> second) {
        if (numbers.containsKey(first) && numbers.containsKey(second)) {
            write(node, "Because " + reference(first) + " and " + reference(second));
        } else if (numbers.containsKey(first)) {
            explain(second);
            write(node, and(node) + reference(first));
        } else if (numbers.containsKey(second)) {
            explain(first);
            write(node, and(node) + reference(second));
        } else if (isSimple(first) || isSimple(second)) {
            explain(isSimple(second) ? first : second);
            explain(isSimple(second) ? second : first);
            lines.add("Thus, " + phrases.of(node) + ".");
        } else {
            explain(first);
            number(first);
            lines.add("");
            explain(second);
            write(node, and(node) + reference(first));
        }
    }

    private void continueFrom(Derived<P> node, Derived<P> derived, External<P> fact) {
        if (numbers.containsKey(derived)) {
            write(node, "Because " + phrases.of(fact) + " and " + reference(derived));
            return;
        }
        Optional<Link<P>> link = Link.of(derived).filter(prior -> !numbers.containsKey(prior.derived()));
        if (link.isPresent() && uses.getOrDefault(derived, 0) < 2) {
            explain(link.get().derived());
            write(node, and(node) + phrases.both(link.get().fact(), fact));
        } else {
            explain(derived);
            write(node, and(node) + phrases.of(fact));
        }
    }

    private void write(Derived<P> node, String reasons) {
        lines.add(reasons + ", " + phrases.of(node) + ".");
    }

    private String and(Derived<P> node) {
        return node.terms().isEmpty() ? "So, because " : "And because ";
    }

    private String reference(Derived<P> node) {
        return phrases.of(node) + " (" + numbers.get(node) + ")";
    }

    /** Numbers the sentence just written. */
    private void number(Derived<P> node) {
        if (!numbers.containsKey(node)) {
            numbers.put(node, numbers.size() + 1);
            lines.set(lines.size() - 1, "(" + numbers.size() + ") " + lines.getLast());
        }
    }

    private static <P> boolean isSimple(Derived<P> node) {
        return node.first() instanceof External<P> && node.second() instanceof External<P>;
    }

    /** A conclusion from one conclusion and one fact. */
    private record Link<P>(Derived<P> derived, External<P> fact) {
        static <P> Optional<Link<P>> of(Derived<P> node) {
            if (node.first() instanceof Derived<P> derived && node.second() instanceof External<P> fact) {
                return Optional.of(new Link<>(derived, fact));
            }
            if (node.second() instanceof Derived<P> derived && node.first() instanceof External<P> fact) {
                return Optional.of(new Link<>(derived, fact));
            }
            return Optional.empty();
        }
    }
}
