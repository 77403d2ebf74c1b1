package io.milieu.python.resolve;

import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.python.index.ReleaseControl;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.PrereleasePolicy;
import io.milieu.python.version.VersionSpecifiers;
import io.milieu.solver.Derivation;
import io.milieu.solver.Resolution;
import io.milieu.solver.Resolution.Solution;
import io.milieu.solver.Solver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out which single requirement of the user stands in the way: each that the proof names is given up, and the rest is solved
 * again. The number of decisions is limited, so the same failure has the same hints however busy the machine is.
 */
final class Relaxations {
    private static final int DECISIONS = 2_000;
    private static final int TRIED = 8;
    private static final int TOLD = 2;

    private final ResolveRequest request;
    private final List<Requirement> roots;
    private final Source source;
    private int decisions;

    private Relaxations(ResolveRequest request, List<Requirement> roots, Source source) {
        this.request = request;
        this.roots = roots;
        this.source = source;
    }

    /** {@return what to give up, in sentences; nothing if no single requirement is enough, or that is hard to find out} */
    static List<String> of(Derivation<Unit> proof, ResolveRequest request, List<Requirement> roots, Source source)
            throws InterruptedException {
        return new Relaxations(request, roots, source).hints(proof);
    }

    private List<String> hints(Derivation<Unit> proof) throws InterruptedException {
        Set<PackageName> named = new LinkedHashSet<>();
        for (Derivation<Unit> node : proof.nodes()) {
            if (node instanceof Derivation.Root<Unit>(var requirement)) {
                named.add(requirement.target().name());
            }
        }
        List<Requirement> suspects = roots.stream()
                .filter(root -> named.contains(root.name()))
                .limit(TRIED)
                .toList();
        List<String> unfinished = prereleases(proof);
        if (!unfinished.isEmpty()) {
            return unfinished;
        }
        // To move a limit costs less than to do without a package; to do without the only one is no advice.
        List<String> hints = told(suspects, Relaxations::isLimited);
        return !hints.isEmpty() || roots.size() < 2 ? hints : told(suspects, root -> !isLimited(root));
    }

    /** {@return the project of the proof whose pre-releases would be enough, if there is one} */
    private List<String> prereleases(Derivation<Unit> proof) throws InterruptedException {
        Set<PackageName> named = new LinkedHashSet<>();
        proof.nodes()
                .forEach(node ->
                        node.terms().forEach(term -> named.add(term.subject().name())));
        ReleaseControl releases = request.rules().releases();
        int tried = 0;
        for (PackageName name : named) {
            CandidateList list = source.candidates(name);
            boolean closed = releases.of(name) == PrereleasePolicy.FALLBACK
                    && !list.prereleases().isDisjointFrom(list.usable());
            if (closed && tried++ < TOLD) {
                Optional<String> version = solved(roots, name, releases.allReleases(name.normalized()));
                if (version.isPresent()) {
                    return List.of("With pre-releases of `" + name + "` (`--all-releases " + name
                            + "`) there is a solution" + version.get() + ".");
                }
            }
        }
        return List.of();
    }

    private List<String> told(List<Requirement> suspects, Predicate<Requirement> kind) throws InterruptedException {
        List<String> hints = new ArrayList<>();
        for (Requirement suspect : suspects) {
            if (kind.test(suspect) && hints.size() < TOLD) {
                without(suspect).ifPresent(hints::add);
            }
        }
        return hints;
    }

    private static boolean isLimited(Requirement root) {
        return !root.specifiers().equals(VersionSpecifiers.ANY);
    }

    private Optional<String> without(Requirement suspect) throws InterruptedException {
        boolean limited = isLimited(suspect);
        List<Requirement> rest = new ArrayList<>(roots);
        rest.remove(suspect);
        if (limited) {
            rest.add(new Requirement(
                    suspect.name(),
                    suspect.extras(),
                    new Requirement.Versions(VersionSpecifiers.ANY),
                    Marker.always()));
        }
        String words = PythonProvider.words(suspect);
        return solved(rest, suspect.name(), request.rules().releases())
                .map(version -> limited
                        ? "Without the limit in `" + words + "` there is a solution" + version + "."
                        : "Without `" + words + "` there is a solution.");
    }

    /** {@return which version of the project the solution has, in words; empty if there is none, or none is found soon} */
    private Optional<String> solved(List<Requirement> requirements, PackageName name, ReleaseControl releases)
            throws InterruptedException {
        Policy policy = new Policy(releases);
        BuildListener counter = _ -> {
            decisions++;
            if (decisions > DECISIONS) {
                throw new TooHard();
            }
        };
        while (true) {
            PythonProvider provider = new PythonProvider(request, source, policy, counter);
            try {
                Resolution<Unit> found = Solver.solve(provider, provider.roots(requirements));
                if (!(found instanceof Solution<Unit> solution)) {
                    return Optional.empty();
                }
                Integer place = solution.decisions().get(new Unit.Project(name));
                return Optional.of(
                        place == null
                                ? ""
                                : ": it takes " + name + " "
                                        + provider.candidate(name, place).version());
            } catch (Policy.Widened e) {
                decisions++;
            } catch (TooHard | Fork | MilieuException e) {
                // The failure that is explained is another one.
                return Optional.empty();
            }
        }
    }

    /** Ends a search that is not worth its time. */
    private static final class TooHard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooHard() {
            super(null, null, false, false);
        }
    }
}
