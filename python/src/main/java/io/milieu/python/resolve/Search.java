package io.milieu.python.resolve;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.solver.Derivation;
import io.milieu.solver.Resolution.NoSolution;
import io.milieu.solver.Resolution.Solution;
import io.milieu.solver.Solver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One question to the solver: asked again when a requirement opts into what was left out, answered in Python's words. */
final class Search {
    private final ResolveRequest request;
    private final Source source;
    private final List<Requirement> roots;

    Search(ResolveRequest request, Source source) {
        this.request = request;
        this.source = source;
        this.roots = request.roots().stream()
                .filter(root -> request.scope().mayHold(root.marker()))
                .flatMap(root -> request.rules().inPlaceOf(root).stream())
                .toList();
    }

    /** What came out. */
    sealed interface Outcome {}

    /** There is a solution. */
    record Found(Solution<Unit> solution, PythonProvider provider) implements Outcome {}

    /** There is none. */
    record Failed(Derivation<Unit> proof, PythonProvider provider) implements Outcome {}

    List<Requirement> roots() {
        return roots;
    }

    Outcome run(BuildListener listener) throws InterruptedException {
        Policy policy = new Policy(request.rules().releases());
        while (true) {
            PythonProvider provider = new PythonProvider(request, source, policy, listener);
            try {
                return switch (Solver.solve(provider, provider.roots(roots))) {
                    case Solution<Unit> solution -> new Found(solution, provider);
                    case NoSolution<Unit> failure -> new Failed(failure.derivation(), provider);
                };
            } catch (Policy.Widened e) {
                // A requirement opted into pre-releases or a yanked version: what was concluded without is void.
                listener.on(new BuildEvent.Resolving(e.name().toString(), 0));
            }
        }
    }

    NoSolutionException explained(Failed failure) throws InterruptedException {
        return NoSolutionException.of(failure.proof(), request, roots, source, failure.provider());
    }

    /** {@return the chosen candidates, by name} */
    static Map<PackageName, Candidate> chosen(Found found) throws InterruptedException {
        Map<PackageName, Candidate> chosen = new TreeMap<>();
        for (Map.Entry<Unit, Integer> decision : found.solution().decisions().entrySet()) {
            if (decision.getKey() instanceof Unit.Project(PackageName name)) {
                chosen.put(name, found.provider().candidate(name, decision.getValue()));
            }
        }
        return chosen;
    }

    /** {@return what was chosen, by name} */
    List<ResolvedPackage> packages(Found found, BuildListener listener) throws InterruptedException {
        Map<PackageName, Candidate> chosen = chosen(found);
        Map<PackageName, List<ExtraName>> extras = new LinkedHashMap<>();
        for (Unit unit : found.solution().decisions().keySet()) {
            if (unit instanceof Unit.WithExtra(PackageName name, ExtraName extra)) {
                extras.computeIfAbsent(name, key -> new ArrayList<>()).add(extra);
            }
        }
        Map<PackageName, List<String>> requiredBy = requiredBy(chosen, extras);
        Set<PackageName> requested = new HashSet<>();
        roots.forEach(root -> requested.add(root.name()));
        List<ResolvedPackage> packages = new ArrayList<>();
        chosen.forEach((name, candidate) -> packages.add(new ResolvedPackage(
                name,
                candidate,
                extras.getOrDefault(name, List.of()),
                requested.contains(name),
                requiredBy.getOrDefault(name, List.of()))));
        request.rules().hashes().check(packages);
        for (ResolvedPackage each : packages) {
            source.remark(each.name()).ifPresent(remark -> listener.on(new BuildEvent.Warning(remark)));
        }
        return packages;
    }

    private Map<PackageName, List<String>> requiredBy(
            Map<PackageName, Candidate> chosen, Map<PackageName, List<ExtraName>> extras) throws InterruptedException {
        Map<PackageName, List<String>> requiredBy = new LinkedHashMap<>();
        for (Requirement root : roots) {
            note(requiredBy, root, request.rules().overrides().containsKey(root.name()) ? "an override" : "you");
        }
        for (Map.Entry<PackageName, Candidate> entry : chosen.entrySet()) {
            Needs needs = source.needs(entry.getValue());
            Set<ExtraName> own = Set.copyOf(extras.getOrDefault(entry.getKey(), List.of()));
            for (Requirement needed : applicable(needs, own)) {
                note(requiredBy, needed, entry.getKey() + " " + entry.getValue().version());
            }
        }
        return requiredBy;
    }

    /** {@return what a chosen distribution with those extras requires, by the rules of the request} */
    private List<Requirement> applicable(Needs needs, Set<ExtraName> extras) {
        Scope scope = request.scope();
        return needs.requirements().stream()
                .filter(_ -> request.rules().dependencies())
                .filter(declared ->
                        scope.mayHold(declared.marker()) || scope.holds(declared.marker(), extras) != Holds.NEVER)
                .flatMap(declared -> request.rules().inPlaceOf(declared.requirement()).stream())
                .toList();
    }

    private static void note(Map<PackageName, List<String>> requiredBy, Requirement requirement, String who) {
        requiredBy
                .computeIfAbsent(requirement.name(), key -> new ArrayList<>())
                .add(who + ": " + PythonProvider.words(requirement));
    }
}
