package io.milieu.solver;

import io.milieu.solver.Derivation.Dependency;
import io.milieu.solver.Derivation.Excluded;
import io.milieu.solver.Derivation.Root;
import io.milieu.solver.Derivation.Unavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the solver knows so far: the packages it has met, numbered, and the incompatibilities about each. */
final class Knowledge<P> {
    private final Provider<P> provider;
    private final Trail<P> trail;
    private final Map<P, Integer> numbers = new HashMap<>();
    private final List<Variable<P>> variables = new ArrayList<>();

    Knowledge(Provider<P> provider, Trail<P> trail) {
        this.provider = provider;
        this.trail = trail;
    }

    Variable<P> variable(int number) {
        return variables.get(number);
    }

    P subject(int number) {
        return variables.get(number).subject();
    }

    String noCandidates(P subject) {
        return provider.noCandidates(subject);
    }

    /** Adds an incompatibility to those about each of its packages. */
    void add(Incompatibility<P> incompatibility) {
        for (int term = 0; term < incompatibility.size(); term++) {
            int place =
                    variable(incompatibility.variable(term)).mentions().add(incompatibility, incompatibility.set(term));
            if (term == 0) {
                incompatibility.place(place);
            }
        }
    }

    /** {@return the user's requirement as a new incompatibility; none if it says nothing} */
    List<Incompatibility<P>> require(Requirement<P> requirement) throws InterruptedException {
        int target = number(requirement);
        CandidateSet broken = requirement.broken();
        Root<P> fact = new Root<>(requirement);
        if (broken.isAll()) {
            return List.of(Incompatibility.contradiction(fact));
        }
        return broken.isEmpty() ? List.of() : List.of(added(Incompatibility.of(fact, target, broken)));
    }

    /**
     * {@return the incompatibilities that say what a candidate depends on, as far as they are new or wider now; none if
     * the candidate was asked about before}
     */
    List<Incompatibility<P>> learn(int number, int candidate) throws InterruptedException {
        Variable<P> depender = variable(number);
        if (!depender.meet(candidate)) {
            return List.of();
        }
        return switch (provider.dependencies(depender.subject(), candidate)) {
            case Dependencies.Known<P>(List<Requirement<P>> requirements) -> {
                List<Incompatibility<P>> changed = new ArrayList<>();
                for (Requirement<P> requirement : requirements) {
                    changed.addAll(depend(depender, number, candidate, requirement));
                }
                yield changed;
            }
            case Dependencies.Unavailable<P>(String reason) -> {
                CandidateSet only = CandidateSet.of(depender.candidates(), candidate);
                Unavailable<P> fact = new Unavailable<>(depender.subject(), only, reason);
                yield List.of(merged(depender, reason, only, Incompatibility.of(fact, number, only.extended(false))));
            }
        };
    }

    private List<Incompatibility<P>> depend(Variable<P> depender, int number, int candidate, Requirement<P> requirement)
            throws InterruptedException {
        int target = number(requirement);
        CandidateSet only = CandidateSet.of(depender.candidates(), candidate);
        CandidateSet broken = requirement.broken();
        boolean harmless = target == number ? requirement.allowed().contains(candidate) : broken.isEmpty();
        if (harmless) {
            return List.of();
        }
        Dependency<P> fact = new Dependency<>(depender.subject(), only, requirement);
        CandidateSet chosen = only.extended(false);
        // Words tell requirements apart only where they say more than the set: they match none of several candidates.
        CandidateSet allowed = requirement.allowed();
        Object sameness = allowed.isEmpty() && allowed.size() > 0 ? requirement : requirement.withoutWords();
        Incompatibility<P> told = target == number || broken.isAll()
                ? Incompatibility.of(fact, number, chosen)
                : Incompatibility.of(fact, number, chosen, target, broken);
        return List.of(merged(depender, sameness, only, told));
    }

    /** Adds the fact about one candidate, or widens the same fact about other candidates of the package. */
    private Incompatibility<P> merged(
            Variable<P> depender, Object sameness, CandidateSet only, Incompatibility<P> told) {
        Incompatibility<P> known = depender.facts().putIfAbsent(sameness, told);
        if (known == null) {
            return added(told);
        }
        depender.mentions().widen(known.place(), only);
        known.widen(
                only.extended(false),
                switch (known.fact()) {
                    case Dependency<P>(P subject, CandidateSet others, Requirement<P> requirement) -> {
                        boolean worded = told.fact() instanceof Dependency<P> fact
                                && fact.requirement().equals(requirement);
                        yield new Dependency<>(
                                subject, others.union(only), worded ? requirement : requirement.withoutWords());
                    }
                    case Unavailable<P>(P subject, CandidateSet others, String reason) ->
                        new Unavailable<>(subject, others.union(only), reason);
                    case null, default -> throw new IllegalStateException("only facts about candidates are merged");
                });
        return known;
    }

    private Incompatibility<P> added(Incompatibility<P> incompatibility) {
        add(incompatibility);
        return incompatibility;
    }

    /** {@return the number of a requirement's target, which is met now if it was not before} */
    private int number(Requirement<P> requirement) throws InterruptedException {
        P subject = requirement.target();
        Integer known = numbers.get(subject);
        int number = known != null ? known : meet(subject);
        int candidates = variable(number).candidates();
        if (requirement.allowed().size() != candidates) {
            throw new IllegalArgumentException("a requirement of `" + provider.describe(subject) + "` is over "
                    + requirement.allowed().size() + " candidates, but the package has " + candidates);
        }
        return number;
    }

    private int meet(P subject) throws InterruptedException {
        int number = variables.size();
        int candidates = provider.candidates(subject);
        List<Incompatibility<P>> always = new ArrayList<>();
        for (Exclusion exclusion : provider.exclusions(subject)) {
            if (!exclusion.candidates().isEmpty()) {
                Excluded<P> fact = new Excluded<>(subject, exclusion.candidates(), exclusion.reason());
                always.add(
                        Incompatibility.of(fact, number, exclusion.candidates().extended(false)));
            }
        }
        variables.add(new Variable<>(subject, candidates, provider.priority(subject)));
        numbers.put(subject, number);
        trail.start(candidates, always);
        return number;
    }
}
