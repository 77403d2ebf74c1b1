package io.milieu.python.resolve;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.python.index.IndexClient;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Requirement;
import io.milieu.solver.Resolution;
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

/**
 * Chooses one version of everything that is needed, or says why that is impossible. Follows pip where the standards leave room:
 * newest first, what the base has stays, pre-releases and yanked versions only when asked for. Thread-safe.
 */
public final class Resolver {
    private final IndexClient index;
    private final Origins origins;

    /** A resolver that asks this index, and builds nothing. */
    public Resolver(IndexClient index) {
        this(index, Origins.NONE);
    }

    /** A resolver that asks this index, and these for what is no wheel. */
    public Resolver(IndexClient index, Origins origins) {
        this.index = index;
        this.origins = origins;
    }

    /**
     * Resolves.
     *
     * @param request what is asked for, and for which interpreter
     * @param listener told what is looked at
     * @return the chosen distributions by name, those of the base among them
     * @throws NoSolutionException if there is none
     * @throws InterruptedException if the calling thread was interrupted
     */
    public List<ResolvedPackage> resolve(ResolveRequest request, BuildListener listener) throws InterruptedException {
        try (Source source = new Source(index, origins, request)) {
            return resolve(request, source, listener);
        }
    }

    private static List<ResolvedPackage> resolve(ResolveRequest request, Source source, BuildListener listener)
            throws InterruptedException {
        Policy policy = new Policy(request.rules().releases());
        List<Requirement> roots = request.roots().stream()
                .filter(root -> root.marker().evaluate(request.markers()))
                .flatMap(root -> request.rules().inPlaceOf(root).stream())
                .toList();
        while (true) {
            PythonProvider provider = new PythonProvider(request, source, policy, listener);
            try {
                Resolution<Unit> resolution = Solver.solve(provider, provider.translate(roots));
                return switch (resolution) {
                    case Solution<Unit> solution -> {
                        List<ResolvedPackage> packages = packages(request, roots, solution, provider, source);
                        request.rules().hashes().check(packages);
                        for (ResolvedPackage each : packages) {
                            source.remark(each.name()).ifPresent(remark -> listener.on(new BuildEvent.Warning(remark)));
                        }
                        yield packages;
                    }
                    case NoSolution<Unit> failure ->
                        throw NoSolutionException.of(failure.derivation(), request, roots, source, provider);
                };
            } catch (Policy.Widened e) {
                // A requirement opted into pre-releases or a yanked version: what was concluded without is void.
                listener.on(new BuildEvent.Resolving(e.name().toString(), 0));
            }
        }
    }

    private static List<ResolvedPackage> packages(
            ResolveRequest request,
            List<Requirement> roots,
            Solution<Unit> solution,
            PythonProvider provider,
            Source source)
            throws InterruptedException {
        Map<PackageName, Candidate> chosen = new TreeMap<>();
        Map<PackageName, List<ExtraName>> extras = new LinkedHashMap<>();
        for (Map.Entry<Unit, Integer> decision : solution.decisions().entrySet()) {
            switch (decision.getKey()) {
                case Unit.Project(PackageName name) -> chosen.put(name, provider.candidate(name, decision.getValue()));
                case Unit.WithExtra(PackageName name, ExtraName extra) ->
                    extras.computeIfAbsent(name, key -> new ArrayList<>()).add(extra);
            }
        }
        Map<PackageName, List<String>> requiredBy = new LinkedHashMap<>();
        Set<PackageName> requested = new HashSet<>();
        for (Requirement root : roots) {
            requested.add(root.name());
            note(requiredBy, root, request.rules().overrides().containsKey(root.name()) ? "an override" : "you");
        }
        for (Map.Entry<PackageName, Candidate> entry : chosen.entrySet()) {
            Needs needs = source.needs(entry.getValue());
            Set<ExtraName> own = Set.copyOf(extras.getOrDefault(entry.getKey(), List.of()));
            for (Requirement needed : applicable(request, needs, own)) {
                note(requiredBy, needed, entry.getKey() + " " + entry.getValue().version());
            }
        }
        List<ResolvedPackage> packages = new ArrayList<>();
        chosen.forEach((name, candidate) -> packages.add(new ResolvedPackage(
                name,
                candidate,
                extras.getOrDefault(name, List.of()),
                requested.contains(name),
                requiredBy.getOrDefault(name, List.of()))));
        return packages;
    }

    /** {@return what a chosen distribution with those extras requires, by the rules of the request} */
    private static List<Requirement> applicable(ResolveRequest request, Needs needs, Set<ExtraName> extras) {
        return needs.requirements().stream()
                .filter(_ -> request.rules().dependencies())
                .filter(declared -> declared.marker().evaluate(request.markers())
                        || declared.marker().evaluate(request.markers(), extras))
                .flatMap(declared -> request.rules().inPlaceOf(declared.requirement()).stream())
                .toList();
    }

    private static void note(Map<PackageName, List<String>> requiredBy, Requirement requirement, String who) {
        requiredBy
                .computeIfAbsent(requirement.name(), key -> new ArrayList<>())
                .add(who + ": " + PythonProvider.words(requirement));
    }
}
