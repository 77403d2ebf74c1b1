package io.milieu.solver;

import io.milieu.solver.Resolution.NoSolution;
import io.milieu.solver.Resolution.Solution;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conflict-driven search for a choice of candidates that meets all requirements, after the PubGrub algorithm (Natalie
 * Weizenbaum, 2018). A package is a variable over its candidates and "absent", so every term is a plain set and there is
 * no root package: the user's requirements are incompatibilities of one term. One instance is one search, on the
 * caller's thread.
 *
 * @param <P> the identity of a package
 */
public final class Solver<P> {
    private final Provider<P> provider;
    private final Trail<P> trail = new Trail<>();
    private final Knowledge<P> knowledge;
    // Variables whose choices became fewer and whose incompatibilities were not looked at since.
    private final Deque<Integer> changed = new ArrayDeque<>();
    private final BitSet unhinted = new BitSet();
    private int decisions;
    private int conflicts;

    private Solver(Provider<P> provider) {
        this.provider = provider;
        this.knowledge = new Knowledge<>(provider, trail);
    }

    /**
     * Searches until there is a solution or a proof that there is none.
     *
     * @param provider knows the packages
     * @param requirements what the user asks for
     * @param <P> the identity of a package
     * @return what was found; the same for the same questions and answers
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalArgumentException if a requirement is not over the candidates of its target
     * @throws IllegalStateException if the provider chooses what is not allowed
     */
    public static <P> Resolution<P> solve(Provider<P> provider, List<Requirement<P>> requirements)
            throws InterruptedException {
        return new Solver<>(provider).search(requirements);
    }

    private Resolution<P> search(List<Requirement<P>> requirements) throws InterruptedException {
        for (Requirement<P> requirement : requirements) {
            for (Incompatibility<P> told : knowledge.require(requirement)) {
                Incompatibility<P> proof = told.size() == 0 || apply(told) ? resolve(told) : null;
                if (proof != null) {
                    return failure(proof);
                }
            }
        }
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Incompatibility<P> proof = propagate();
            if (proof != null) {
                return failure(proof);
            }
            hint();
            int next = next();
            if (next < 0) {
                return new Solution<>(trail.decisions(knowledge::subject), statistics());
            }
            consider(next);
        }
    }

    /** Derives all that follows from the changed variables; returns the proof if there is no solution. */
    private @Nullable Incompatibility<P> propagate() {
        while (!changed.isEmpty()) {
            int number = changed.element();
            Incompatibility<P> satisfied =
                    visit(knowledge.variable(number), trail.choices(number).signature());
            if (satisfied == null) {
                changed.remove();
            } else {
                Incompatibility<P> proof = resolve(satisfied);
                if (proof != null) {
                    return proof;
                }
            }
        }
        return null;
    }

    /** Applies all incompatibilities about a variable, newest first, up to one all of whose terms are true. */
    private @Nullable Incompatibility<P> visit(Variable<P> variable, long choices) {
        Mentions<P> mentions = variable.mentions();
        // Something new follows only from a term that has become true, unless other terms became true unnoticed.
        long needed = variable.isStale() ? 0 : choices;
        for (int place = mentions.before(mentions.size(), needed); place >= 0; place = mentions.before(place, needed)) {
            Incompatibility<P> incompatibility = mentions.get(place);
            if (apply(incompatibility)) {
                return incompatibility;
            }
        }
        variable.stale(false);
        return null;
    }

    /** Takes away the choices that would make the last open term true; returns whether all terms are true already. */
    private boolean apply(Incompatibility<P> incompatibility) {
        int open = -1;
        for (int term = 0; term < incompatibility.size(); term++) {
            CandidateSet choices = trail.choices(incompatibility.variable(term));
            if (!choices.isSubsetOf(incompatibility.set(term))) {
                if (open >= 0 || choices.isDisjointFrom(incompatibility.set(term))) {
                    return false;
                }
                open = incompatibility.variable(term);
            }
        }
        if (open >= 0) {
            trail.derive(open, incompatibility);
            changed.add(open);
            unhinted.set(open);
        }
        return open < 0;
    }

    /**
     * Finds out why all terms of an incompatibility are true, learns from it, and goes back to where something follows
     * from what was learnt; returns the proof if there is no solution.
     */
    private @Nullable Incompatibility<P> resolve(Incompatibility<P> satisfied) {
        conflicts++;
        blame(satisfied);
        Incompatibility<P> current = satisfied;
        while (current.size() > 0) {
            Conflict<P> conflict = Conflict.of(current, trail);
            Incompatibility<P> deeper = conflict.deeper();
            if (deeper == null) {
                List<Incompatibility<P>> forgotten = backtrack(conflict.earlier());
                if (current != satisfied) {
                    knowledge.add(current);
                }
                apply(current);
                restore(forgotten);
                return null;
            }
            current = Incompatibility.resolve(
                    current, deeper, conflict.satisfier().variable());
        }
        return current;
    }

    /** Notes which packages suffer from what was decided before them. */
    private void blame(Incompatibility<P> satisfied) {
        for (int term = 0; term < satisfied.size(); term++) {
            if (!trail.latest(satisfied.variable(term)).isDecision()) {
                knowledge.variable(satisfied.variable(term)).refuse();
            }
        }
    }

    private List<Incompatibility<P>> backtrack(int level) {
        changed.forEach(number -> knowledge.variable(number).stale(true));
        changed.clear();
        return trail.backtrack(level);
    }

    /** What was learnt late may follow at this level already, though it was found at a higher one. */
    private void restore(List<Incompatibility<P>> forgotten) {
        for (Incompatibility<P> cause : forgotten.reversed()) {
            if (apply(cause)) {
                changed.add(cause.variable(0));
            }
        }
    }

    /** {@return the package to decide next, or -1 if all that are required are decided} */
    private int next() {
        int best = -1;
        BitSet undecided = trail.undecided();
        for (int number = undecided.nextSetBit(0); number >= 0; number = undecided.nextSetBit(number + 1)) {
            if (trail.choices(number).isSingleton()) {
                return number;
            }
            if (best < 0 || knowledge.variable(number).isBefore(knowledge.variable(best))) {
                best = number;
            }
        }
        return best;
    }

    /** Decides a package, unless what the chosen candidate depends on is impossible already. */
    private void consider(int number) throws InterruptedException {
        Variable<P> variable = knowledge.variable(number);
        changed.add(number);
        if (variable.isStale()) {
            // The visit that is due may leave fewer choices, or none.
            return;
        }
        CandidateSet allowed = trail.choices(number).shortened();
        int candidate = provider.choose(variable.subject(), allowed);
        if (!allowed.contains(candidate)) {
            throw new IllegalStateException("the provider chose a candidate of `"
                    + provider.describe(variable.subject()) + "` that is not allowed: " + candidate);
        }
        for (Incompatibility<P> told : knowledge.learn(number, candidate)) {
            int refused = refusedSince(told, number);
            if (refused >= 0) {
                if (variable.refuse() && refused > 0) {
                    restore(backtrack(refused - 1));
                } else if (apply(told)) {
                    // Nothing else would do, so this is a conflict: the visit that is due must not pass it over.
                    variable.stale(true);
                }
                return;
            }
        }
        trail.decide(number, candidate);
        decisions++;
    }

    /** {@return the level since which all terms but the one about the variable are true, or -1 if they are not} */
    private int refusedSince(Incompatibility<P> told, int number) {
        int since = 0;
        for (int term = 0; term < told.size(); term++) {
            if (told.variable(term) != number) {
                if (!trail.choices(told.variable(term)).isSubsetOf(told.set(term))) {
                    return -1;
                }
                Assignment<P> latest = trail.latest(told.variable(term));
                since = Math.max(since, latest.satisfierOf(told.set(term)).level());
            }
        }
        return since;
    }

    private void hint() {
        Map<P, CandidateSet> undecided = new LinkedHashMap<>();
        unhinted.and(trail.undecided());
        unhinted.stream()
                .forEach(number -> undecided.put(
                        knowledge.subject(number), trail.choices(number).shortened()));
        unhinted.clear();
        if (!undecided.isEmpty()) {
            provider.hint(undecided);
        }
    }

    private NoSolution<P> failure(Incompatibility<P> proof) {
        return new NoSolution<>(Proof.of(proof, knowledge), statistics());
    }

    private Statistics statistics() {
        return new Statistics(decisions, conflicts);
    }
}
