package io.milieu.python.resolve;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.python.error.PythonError;
import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.region.Region;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifier;
import io.milieu.python.version.VersionSpecifiers;
import io.milieu.solver.CandidateSet;
import io.milieu.solver.Dependencies;
import io.milieu.solver.Derivation;
import io.milieu.solver.Exclusion;
import io.milieu.solver.Provider;
import io.milieu.solver.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers the solver's questions from an index, by Python's rules. One search, one thread. */
final class PythonProvider implements Provider<Unit> {
    private static final int MOST_OFFERS = 5;

    private final ResolveRequest request;
    private final Source source;
    private final Policy policy;
    private final BuildListener listener;
    private final Set<PackageName> direct;
    private final Map<PackageName, CandidateList> lists = new HashMap<>();
    private final List<Doubt> doubts = new ArrayList<>();

    PythonProvider(ResolveRequest request, Source source, Policy policy, BuildListener listener) {
        this.request = request;
        this.source = source;
        this.policy = policy;
        this.listener = listener;
        this.direct = request.roots().stream().map(Requirement::name).collect(Collectors.toUnmodifiableSet());
    }

    /** {@return what is asked for, as the solver's requirements} */
    List<io.milieu.solver.Requirement<Unit>> roots(List<Requirement> roots) throws InterruptedException {
        roots.forEach(root -> doubt(Optional.empty(), root, Set.of()));
        return translate(roots);
    }

    /** Turns requirements into the solver's; names that are asked for together are looked up together. */
    private List<io.milieu.solver.Requirement<Unit>> translate(List<Requirement> requirements)
            throws InterruptedException {
        for (Requirement requirement : requirements) {
            takeDirect(requirement);
        }
        requirements.stream()
                .filter(requirement -> policy.directs(requirement.name()).isEmpty())
                .forEach(requirement -> source.announce(requirement.name()));
        List<io.milieu.solver.Requirement<Unit>> translated = new ArrayList<>();
        for (Requirement requirement : requirements) {
            CandidateSet allowed = requirement.url().isPresent()
                    ? list(requirement.name())
                            .from(source.direct(requirement.url().get()).reference())
                    : allowed(requirement.name(), requirement.specifiers());
            String words = words(requirement);
            translated.add(io.milieu.solver.Requirement.requires(new Unit.Project(requirement.name()), allowed, words));
            for (ExtraName extra : requirement.extras()) {
                translated.add(io.milieu.solver.Requirement.requires(
                        new Unit.WithExtra(requirement.name(), extra), allowed, words));
            }
        }
        return translated;
    }

    private void takeDirect(Requirement requirement) throws InterruptedException {
        if (requirement.url().isPresent()) {
            PackageName name = requirement.name();
            Candidate.Direct direct = source.direct(requirement.url().get());
            PackageName real = direct.metadata().name();
            if (!real.equals(name)) {
                throw new MilieuException(
                        PythonError.METADATA_INVALID,
                        "`" + words(requirement) + "` leads to a package with the name `" + real + "`");
            }
            boolean news = policy.allowDirect(name, direct);
            widen(name, news && lists.containsKey(name));
        }
    }

    Candidate candidate(PackageName name, int index) throws InterruptedException {
        return list(name).get(index);
    }

    @Override
    public int candidates(Unit unit) throws InterruptedException {
        return list(unit.name()).size();
    }

    @Override
    public String noCandidates(Unit unit) {
        return source.absence(unit.name());
    }

    @Override
    public List<Exclusion> exclusions(Unit unit) throws InterruptedException {
        return unit instanceof Unit.Project ? list(unit.name()).exclusions() : List.of();
    }

    @Override
    public Dependencies<Unit> dependencies(Unit unit, int index) throws InterruptedException {
        Candidate candidate = list(unit.name()).get(index);
        try {
            Needs needs = source.needs(candidate);
            return switch (request.scope().holds(needs.python())) {
                case ALWAYS -> new Dependencies.Known<>(requirements(unit, index, needs));
                case SOMETIMES -> new Dependencies.Unavailable<>(partly(unit, needs.python()));
                case NEVER -> new Dependencies.Unavailable<>("needs Python " + needs.python());
            };
        } catch (MilieuException e) {
            if (e.code() != PythonError.METADATA_INVALID && e.code() != CoreError.NOT_SUPPORTED) {
                throw e;
            }
            return new Dependencies.Unavailable<>("has unreadable metadata (" + e.getMessage() + ")");
        }
    }

    /** {@return why a version is not used that some of the environments could use} */
    private String partly(Unit unit, VersionSpecifiers python) {
        Region part = Region.pythonSince(python);
        if (request.scope() instanceof Scope.Many many && many.strategy() == ForkStrategy.REQUIRES_PYTHON) {
            throw new Fork(part);
        }
        doubts.add(new Doubt(Optional.empty(), unit.name(), part));
        return "needs Python " + python + ", which not all have that are resolved for";
    }

    /** {@return what was taken for true everywhere and holds only somewhere} */
    List<Doubt> doubts() {
        return doubts;
    }

    @Override
    public int choose(Unit unit, CandidateSet allowed) {
        listener.on(new BuildEvent.Resolving(unit.name().toString(), lists.size()));
        return wanted(unit, allowed);
    }

    /** {@return the candidate that is wanted most of those, by the strategy; what the base has stays in any} */
    private int wanted(Unit unit, CandidateSet allowed) {
        CandidateList list = lists.get(unit.name());
        boolean lowest = switch (request.rules().strategy()) {
            case HIGHEST -> false;
            case LOWEST -> true;
            case LOWEST_DIRECT -> direct.contains(unit.name());
        };
        boolean stays = list != null && list.get(allowed.first()) instanceof Candidate.Installed;
        return lowest && !stays ? allowed.stream().max().orElseThrow() : allowed.first();
    }

    /** {@return whether that version, which has to be among the candidates, is wanted more than the one that was chosen} */
    boolean wantsRather(PackageName name, Version version, Candidate chosen) throws InterruptedException {
        CandidateList list = list(name);
        CandidateSet both = CandidateSet.matching(
                list.size(),
                i -> list.get(i).equals(chosen) || list.get(i).version().equals(version));
        return !list.get(wanted(new Unit.Project(name), both)).equals(chosen);
    }

    @Override
    public void hint(Map<Unit, CandidateSet> undecided) {
        undecided.forEach((unit, allowed) -> {
            CandidateList list = lists.get(unit.name());
            if (list != null && unit instanceof Unit.Project) {
                CandidateSet usable = allowed.intersection(list.usable());
                if (!usable.isEmpty()) {
                    source.announce(list.get(wanted(unit, usable)));
                }
            }
        });
    }

    @Override
    public String describe(Unit unit) {
        return unit.toString();
    }

    @Override
    public String describe(Unit unit, CandidateSet set) {
        CandidateList list = lists.get(unit.name());
        return list == null
                ? unit.toString()
                : VersionWords.describe(
                        unit.toString(),
                        set,
                        counted(unit.name(), list),
                        i -> list.get(i).version());
    }

    private List<io.milieu.solver.Requirement<Unit>> requirements(Unit unit, int index, Needs needs)
            throws InterruptedException {
        List<Requirement> applicable = new ArrayList<>();
        Set<ExtraName> extras = unit instanceof Unit.WithExtra with ? Set.of(with.extra()) : Set.of();
        List<DeclaredRequirement> declarations = request.rules().dependencies() ? needs.requirements() : List.of();
        for (DeclaredRequirement declared : declarations) {
            if (applies(declared.marker(), extras)) {
                // What the user puts in its place may lie where the user wants.
                if (!request.rules()
                        .overrides()
                        .containsKey(declared.requirement().name())) {
                    checkPlace(list(unit.name()).get(index), declared.requirement());
                }
                for (Requirement meant : request.rules().inPlaceOf(declared.requirement())) {
                    doubt(Optional.of(unit.name()), meant, extras);
                    applicable.add(meant);
                }
            }
        }
        List<io.milieu.solver.Requirement<Unit>> all = new ArrayList<>();
        if (unit instanceof Unit.WithExtra) {
            CandidateSet same = CandidateSet.of(list(unit.name()).size(), index);
            all.add(io.milieu.solver.Requirement.requires(new Unit.Project(unit.name()), same, ""));
        }
        all.addAll(translate(applicable));
        return all;
    }

    /** {@return whether a requirement counts for an extra, or without any; what counts without is not repeated for an extra} */
    private boolean applies(Marker marker, Set<ExtraName> extras) {
        Holds without = request.scope().holds(marker, Set.of());
        return extras.isEmpty()
                ? without != Holds.NEVER
                : without != Holds.ALWAYS && request.scope().holds(marker, extras) != Holds.NEVER;
    }

    private void doubt(Optional<PackageName> who, Requirement requirement, Set<ExtraName> extras) {
        if (request.scope().holds(requirement.marker(), extras) == Holds.SOMETIMES) {
            doubts.add(new Doubt(who, requirement.name(), Region.of(requirement.marker(), extras)));
        }
    }

    /** What anybody may publish must not reach for files of this machine. */
    private static void checkPlace(Candidate candidate, Requirement requirement) {
        boolean local = requirement.url().filter(url -> url.startsWith("file:")).isPresent();
        if (local && !(candidate instanceof Candidate.Direct)) {
            throw new MilieuException(
                    PythonError.METADATA_INVALID,
                    "it requires `" + requirement.name() + "` from a file of this machine");
        }
    }

    private CandidateSet allowed(PackageName name, VersionSpecifiers specifiers) throws InterruptedException {
        CandidateList list = list(name);
        optIn(name, specifiers, list);
        CandidateSet matching = list.matching(specifiers).minus(closedYanks(name, list));
        if (policy.prereleases(name) || matching.isDisjointFrom(list.prereleases())) {
            return matching;
        }
        CandidateSet finals = matching.minus(list.prereleases());
        if (finals.isDisjointFrom(list.usable()) && !matching.isDisjointFrom(list.usable())) {
            // Nothing but pre-releases fits: then they are meant (version specifiers, "handling of pre-releases").
            widen(name, policy.allowPrereleases(name));
        }
        return finals;
    }

    private void optIn(PackageName name, VersionSpecifiers specifiers, CandidateList list) {
        if (specifiers.mentionsPrerelease() && policy.allowPrereleases(name)) {
            widen(name, !list.prereleases().isEmpty());
        }
        for (VersionSpecifier clause : specifiers.clauses()) {
            if (clause.isPinned() && clause.version().isPresent()) {
                boolean news = policy.allowPinned(name, clause.version().get());
                widen(name, news && !list.yanked().isDisjointFrom(list.matching(specifiers)));
            }
        }
    }

    private CandidateSet closedYanks(PackageName name, CandidateList list) {
        return list.yanked()
                .intersection(CandidateSet.matching(
                        list.size(), i -> !policy.pinned(name, list.get(i).version())));
    }

    /** {@return the versions that could be chosen as things are} */
    private CandidateSet counted(PackageName name, CandidateList list) {
        CandidateSet open = list.usable().minus(closedYanks(name, list));
        CandidateSet finals = open.minus(list.prereleases());
        return policy.prereleases(name) || finals.isEmpty() ? open : finals;
    }

    /** {@return the requirement as people know it, without its condition} */
    static String words(Requirement requirement) {
        return Redacted.urls(
                new Requirement(requirement.name(), requirement.extras(), requirement.source(), Marker.always()));
    }

    private static void widen(PackageName name, boolean news) {
        if (news) {
            throw new Policy.Widened(name);
        }
    }

    private CandidateList list(PackageName name) throws InterruptedException {
        CandidateList known = lists.get(name);
        if (known == null) {
            List<Candidate.Direct> directs = policy.directs(name);
            known = directs.isEmpty() ? source.candidates(name) : source.candidates(name, directs);
            lists.put(name, known);
            if (known.exclusions().stream().anyMatch(each -> each.reason().equals(FileRules.NO_UPLOAD_TIME))) {
                listener.on(new BuildEvent.Warning("`" + name + "` has files without an upload time: they are not used,"
                        + " because `--exclude-newer` cannot judge them"));
            }
            for (ResolveRules.Constraint constraint :
                    request.rules().constraints().getOrDefault(name, List.of())) {
                optIn(name, constraint.requirement().specifiers(), known);
            }
        }
        return known;
    }

    /** {@return what there is of the packages that a proof is about, by name} */
    List<Offer> offers(Derivation<Unit> proof) {
        Map<PackageName, Offer> offers = new TreeMap<>();
        for (Derivation<Unit> node : proof.nodes()) {
            for (Term<Unit> term : node.terms()) {
                PackageName name = term.subject().name();
                CandidateList list = lists.get(name);
                if (list != null) {
                    CandidateSet closed =
                            policy.prereleases(name) ? CandidateSet.none(list.size()) : list.prereleases();
                    offers.computeIfAbsent(name, key -> Offer.of(key, list, closedYanks(key, list), closed));
                }
            }
        }
        return List.copyOf(offers.values());
    }

    /** {@return for each of the requirements that nothing meets, what there is instead} */
    List<String> offers(List<Requirement> roots) {
        List<String> hints = new ArrayList<>();
        for (Requirement root : roots) {
            CandidateList list = lists.get(root.name());
            if (list == null) {
                continue;
            }
            CandidateSet matching = list.matching(root.specifiers());
            CandidateSet open = counted(root.name(), list);
            List<Candidate.Direct> directs = policy.directs(root.name());
            if (!directs.isEmpty() && matching.isDisjointFrom(open)) {
                hints.add(directs.stream()
                        .map(direct -> Redacted.urls(direct.reference()) + " (" + direct.version() + ")")
                        .collect(Collectors.joining(
                                ", ", "Because that is required, `" + root.name() + "` can only come from ", ".")));
            } else if (matching.isDisjointFrom(open)) {
                CandidateSet yanked = matching.intersection(list.yanked());
                if (!yanked.isEmpty()) {
                    String reason = list.yankReason(yanked.first());
                    hints.add("Its publisher yanked `" + root.name() + "` " + newest(list, yanked)
                            + (reason.isEmpty() ? "" : " (" + reason + ")") + ": only an exact `==` chooses that.");
                }
                hints.add(
                        open.isEmpty()
                                ? "No version of `" + root.name() + "` can be used here."
                                : "The newest versions of `" + root.name() + "` that can be used here: "
                                        + newest(list, open) + ".");
            }
        }
        return hints;
    }

    private static String newest(CandidateList list, CandidateSet set) {
        return set.stream()
                .limit(MOST_OFFERS)
                .mapToObj(i -> list.get(i).version().toString())
                .collect(Collectors.joining(", "));
    }
}
