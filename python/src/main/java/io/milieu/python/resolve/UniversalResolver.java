package io.milieu.python.resolve;

import io.milieu.core.event.BuildListener;
import io.milieu.python.index.IndexClient;
import io.milieu.python.name.PackageName;
import io.milieu.python.region.Region;
import io.milieu.python.version.Version;
import io.milieu.solver.Derivation;
import io.milieu.solver.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves for many environments at once. First everything that somewhere may be required is taken for required everywhere: if that has a solution, it
 * is one for all. If not, and conditions that hold only somewhere have a share in the proof, the environments are divided by one of them, and
 * each part is resolved for itself. So environments get different versions only where they have to, or where the {@link ForkStrategy} wants
 * it; and no environment lacks a solution that it would have alone. Thread-safe.
 */
public final class UniversalResolver {
    private static final int MOST_REGRETS = 8;
    /** More than any set needs. */
    private static final int MOST_PROJECTS = 4096;

    private final IndexClient index;
    private final Origins origins;

    /** A resolver that asks this index, and these for what is no wheel. */
    public UniversalResolver(IndexClient index, Origins origins) {
        this.index = index;
        this.origins = origins;
    }

    /**
     * Resolves.
     *
     * @param requests what is asked for in regions that have no environment in common; no other scopes
     * @param listener told what is looked at
     * @return the chosen distributions by name and version, with the environments that need them
     * @throws NoSolutionException if an environment has no solution; the message says which
     * @throws InterruptedException if the calling thread was interrupted
     */
    public List<PlacedPackage> resolve(List<ResolveRequest> requests, BuildListener listener)
            throws InterruptedException {
        ReleaseFiles releases = new ReleaseFiles(MOST_PROJECTS);
        Map<PackageName, Set<Version>> found = new HashMap<>();
        Map<Key, PlacedPackage> merged = new LinkedHashMap<>();
        Deque<ResolveRequest> open = new ArrayDeque<>(requests);
        while (!open.isEmpty()) {
            ResolveRequest request = open.pop();
            Scope.Many scope = many(request);
            try {
                ResolveRequest wanted = scope.strategy() == ForkStrategy.FEWEST
                        ? request.preferring(both(request.preferred(), found))
                        : request;
                for (PlacedPackage each : resolve(wanted, releases, listener)) {
                    ResolvedPackage chosen = each.resolved();
                    found.computeIfAbsent(chosen.name(), _ -> new LinkedHashSet<>())
                            .add(chosen.candidate().version());
                    merged.merge(Key.of(chosen), each, UniversalResolver::merged);
                }
            } catch (Fork fork) {
                open.push(request.within(scope.within(Region.EVERYWHERE.minus(fork.part()))));
                open.push(request.within(scope.within(fork.part())));
            }
        }
        return merged.values().stream()
                .sorted(Comparator.<PlacedPackage, PackageName>comparing(
                                each -> each.resolved().name())
                        .thenComparing(each -> each.resolved().candidate().version()))
                .toList();
    }

    private List<PlacedPackage> resolve(ResolveRequest request, ReleaseFiles releases, BuildListener listener)
            throws InterruptedException {
        try (Source source = new Source(index, origins, releases, request)) {
            Search search = new Search(request, source);
            return switch (search.run(listener)) {
                case Search.Found found -> {
                    if (many(request).strategy() == ForkStrategy.REQUIRES_PYTHON) {
                        regret(request, source, found, releases, listener);
                    }
                    yield placed(
                            search.packages(found, listener), new Reach(request, source, found).of(search.roots()));
                }
                case Search.Failed failure -> throw failure(search, failure);
            };
        }
    }

    /** Divides the environments if a version was given up for all because of something that holds only for some. */
    private void regret(
            ResolveRequest request, Source source, Search.Found found, ReleaseFiles releases, BuildListener listener)
            throws InterruptedException {
        if (found.provider().doubts().isEmpty()) {
            return;
        }
        Map<PackageName, Candidate> chosen = Search.chosen(found);
        int tried = 0;
        for (Map.Entry<PackageName, Candidate> free :
                certain(request, releases, listener).entrySet()) {
            PackageName name = free.getKey();
            Version version = free.getValue().version();
            Candidate instead = chosen.get(name);
            if (instead != null && tried < MOST_REGRETS && found.provider().wantsRather(name, version, instead)) {
                tried++;
                Optional<Fork> fork = trial(request.requiring(name, version), source, listener);
                if (fork.isPresent()) {
                    throw fork.get();
                }
            }
        }
    }

    /** {@return what would be chosen if only that counted which holds in all environments} */
    private Map<PackageName, Candidate> certain(ResolveRequest request, ReleaseFiles releases, BuildListener listener)
            throws InterruptedException {
        ResolveRequest certain = request.within(many(request).certain());
        try (Source source = new Source(index, origins, releases, certain)) {
            return new Search(certain, source).run(listener) instanceof Search.Found found
                    ? Search.chosen(found)
                    : Map.of();
        }
    }

    /** {@return the division that may make a request possible; none if it is possible, or that cannot be told without dividing} */
    private static Optional<Fork> trial(ResolveRequest request, Source source, BuildListener listener)
            throws InterruptedException {
        try {
            return new Search(request, source).run(listener) instanceof Search.Failed failure
                    ? fork(failure)
                    : Optional.empty();
        } catch (Fork undecided) {
            return Optional.empty();
        }
    }

    private static List<PlacedPackage> placed(List<ResolvedPackage> packages, Map<Unit, Region> reach) {
        List<PlacedPackage> placed = new ArrayList<>();
        for (ResolvedPackage each : packages) {
            Region where = reach.get(new Unit.Project(each.name()));
            if (where != null) {
                placed.add(new PlacedPackage(each, where));
            }
        }
        return placed;
    }

    /** {@return the end of the search, or the division of the environments that may change it} */
    private static RuntimeException failure(Search search, Search.Failed failure) throws InterruptedException {
        Optional<Fork> fork = fork(failure);
        return fork.isPresent() ? fork.get() : search.explained(failure);
    }

    private static Optional<Fork> fork(Search.Failed failure) {
        Set<PackageName> named = named(failure.proof());
        return failure.provider().doubts().stream()
                .filter(doubt -> doubt.concerns(named))
                .findFirst()
                .map(doubt -> new Fork(doubt.where()));
    }

    private static Scope.Many many(ResolveRequest request) {
        if (request.scope() instanceof Scope.Many many) {
            return many;
        }
        throw new IllegalArgumentException("not for many environments");
    }

    private static Set<PackageName> named(Derivation<Unit> proof) {
        Set<PackageName> named = new HashSet<>();
        for (Derivation<Unit> node : proof.nodes()) {
            for (Term<Unit> term : node.terms()) {
                named.add(term.subject().name());
            }
        }
        return named;
    }

    private static Map<PackageName, Set<Version>> both(
            Map<PackageName, Set<Version>> preferred, Map<PackageName, Set<Version>> found) {
        Map<PackageName, Set<Version>> both = new HashMap<>(found);
        preferred.forEach((name, versions) -> both.merge(name, versions, (some, more) -> {
            Set<Version> all = new HashSet<>(some);
            all.addAll(more);
            return all;
        }));
        return both;
    }

    private static PlacedPackage merged(PlacedPackage one, PlacedPackage other) {
        ResolvedPackage left = one.resolved();
        ResolvedPackage right = other.resolved();
        ResolvedPackage both = new ResolvedPackage(
                left.name(),
                left.candidate(),
                joined(left.extras(), right.extras()),
                left.requested() || right.requested(),
                joined(left.requiredBy(), right.requiredBy()));
        return new PlacedPackage(both, one.where().or(other.where()));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        Set<T> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }

    /** What is one package of a lock: a version, wherever its files are from; or a place. */
    private record Key(PackageName name, String what) {
        private static Key of(ResolvedPackage chosen) {
            return new Key(
                    chosen.name(),
                    chosen.candidate() instanceof Candidate.Direct direct
                            ? direct.reference()
                            : chosen.candidate().version().toString());
        }
    }
}
