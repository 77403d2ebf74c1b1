package io.milieu.solver;

import io.milieu.solver.Derivation.Dependency;
import io.milieu.solver.Derivation.Excluded;
import io.milieu.solver.Derivation.External;
import io.milieu.solver.Derivation.NoCandidates;
import io.milieu.solver.Derivation.Root;
import io.milieu.solver.Derivation.Unavailable;
import io.milieu.solver.Requirement.Kind;
import java.util.ArrayList;
import java.util.List;

/** The clauses that explanations are made of. */
record Phrases<P>(Wording<P> wording) {

    /** {@return what a proof node says} */
    String of(Derivation<P> node) {
        return node instanceof External<P> fact ? fact(fact) : conclusion(node.terms());
    }

    /** {@return two facts in one clause, shorter where one continues the other} */
    String both(External<P> one, External<P> other) {
        if (leadsTo(one, other)) {
            return chained(one, other);
        }
        if (leadsTo(other, one)) {
            return chained(other, one);
        }
        if (one instanceof Root<P>(Requirement<P> first)
                && other instanceof Root<P>(Requirement<P> second)
                && first.kind() == second.kind()) {
            return also(one, first, second);
        }
        if (one instanceof Dependency<P>(P depender, CandidateSet candidates, Requirement<P> first)
                && other instanceof Dependency<P>(P same, CandidateSet others, Requirement<P> second)
                && depender.equals(same)
                && candidates.equals(others)
                && first.kind() == second.kind()) {
            return also(one, first, second);
        }
        boolean turned = one instanceof Root<P> && !(other instanceof NoCandidates<P>);
        return turned ? fact(other) + " and " + fact(one) : fact(one) + " and " + fact(other);
    }

    /** One requirement may be several to the search, as with two extras: it is said once. */
    private String also(External<P> one, Requirement<P> first, Requirement<P> second) {
        String more = words(second);
        return more.equals(words(first)) ? fact(one) : fact(one) + " and " + more;
    }

    private boolean leadsTo(External<P> one, External<P> other) {
        return one instanceof Dependency<P> wants
                && other instanceof Dependency<P> next
                && wants.requirement().kind() == Kind.REQUIRES
                && wants.requirement().target().equals(next.depender())
                && wants.requirement().allowed().isSubsetOf(next.candidates());
    }

    private String chained(External<P> one, External<P> other) {
        return other instanceof Dependency<P> next
                ? fact(one) + " which" + verb(next.requirement(), false) + words(next.requirement())
                : fact(one);
    }

    private String fact(External<P> fact) {
        return switch (fact) {
            case Root<P>(Requirement<P> requirement) ->
                (requirement.kind() == Kind.REQUIRES ? "you require " : "you allow only ") + words(requirement);
            case Dependency<P>(P depender, CandidateSet candidates, Requirement<P> requirement) ->
                some(depender, candidates) + verb(requirement, isPlural(candidates)) + words(requirement);
            case NoCandidates<P>(Requirement<P> requirement, String reason) ->
                reason.isEmpty()
                        ? "no version of " + wording.describe(requirement.target()) + " satisfies that"
                        : reason;
            case Excluded<P>(P subject, CandidateSet candidates, String reason) ->
                unusable(subject, candidates, reason);
            case Unavailable<P>(P subject, CandidateSet candidates, String reason) ->
                unusable(subject, candidates, reason);
        };
    }

    private String unusable(P subject, CandidateSet candidates, String reason) {
        return unusable(subject, candidates) + " (" + reason + ")";
    }

    private String unusable(P subject, CandidateSet candidates) {
        return isPlural(candidates)
                ? "no version of " + wording.describe(subject) + " can be used"
                : some(subject, candidates) + " cannot be used";
    }

    private String conclusion(List<Term<P>> terms) {
        if (terms.isEmpty()) {
            return "no solution exists";
        }
        List<Term<P>> chosen = terms.stream().filter(term -> !term.absent()).toList();
        String wanted = String.join(
                " or ", terms.stream().filter(Term::absent).map(this::opposite).toList());
        if (chosen.isEmpty()) {
            return wanted + " is required";
        }
        Term<P> first = chosen.getFirst();
        if (chosen.size() > 1) {
            String together = joined(chosen.stream()
                    .map(term -> some(term.subject(), term.candidates()))
                    .toList());
            return together + (wanted.isEmpty() ? " cannot be used together" : " together require " + wanted);
        }
        if (!wanted.isEmpty()) {
            return some(first.subject(), first.candidates())
                    + (isPlural(first.candidates()) ? " require " : " requires ")
                    + wanted;
        }
        return unusable(first.subject(), first.candidates());
    }

    private String opposite(Term<P> term) {
        CandidateSet wanted = term.candidates().complement();
        return wanted.isAll() ? wording.describe(term.subject()) : wording.describe(term.subject(), wanted);
    }

    private String some(P subject, CandidateSet candidates) {
        if (candidates.isEmpty()) {
            return wording.describe(subject);
        }
        return isPlural(candidates)
                ? "all versions of " + wording.describe(subject)
                : wording.describe(subject, candidates);
    }

    private static boolean isPlural(CandidateSet candidates) {
        return candidates.isAll() && candidates.size() > 1;
    }

    private static String verb(Requirement<?> requirement, boolean plural) {
        return switch (requirement.kind()) {
            case REQUIRES -> plural ? " require " : " requires ";
            case CONSTRAINS -> plural ? " work only with " : " works only with ";
        };
    }

    private String words(Requirement<P> requirement) {
        if (!requirement.words().isEmpty()) {
            return requirement.words();
        }
        CandidateSet allowed = requirement.allowed();
        return allowed.isAll() || allowed.isEmpty()
                ? wording.describe(requirement.target())
                : wording.describe(requirement.target(), allowed);
    }

    private static String joined(List<String> parts) {
        List<String> most = new ArrayList<>(parts);
        String last = most.removeLast();
        return String.join(", ", most) + " and " + last;
    }
}
