package io.milieu.python.resolve;

import io.milieu.core.error.MilieuException;
import io.milieu.python.index.DistributionNames;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.name.PackageName;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns the files that an index offers of a project into candidates for the environments that are resolved for: the best wheel of each version
 * (PEP 425 order, then build tag), newest version first; a version without one has its source
 * distribution, or stays listed with the reason. Pure; thread-safe.
 */
final class CandidateFinder {
    private final Scope scope;
    private final FileRules rules;
    private final Map<PackageName, Set<Version>> preferred;
    private final Map<String, Boolean> pythons = new ConcurrentHashMap<>();

    CandidateFinder(Scope scope, FileRules rules) {
        this(scope, rules, Map.of());
    }

    /** A finder that puts these versions before newer ones. */
    CandidateFinder(Scope scope, FileRules rules, Map<PackageName, Set<Version>> preferred) {
        this.scope = scope;
        this.rules = rules;
        this.preferred = preferred;
    }

    CandidateList find(PackageName name, List<ReleaseFile> files, Optional<InstalledDistribution> installed) {
        Map<Version, Offer> offers = new TreeMap<>(Comparator.reverseOrder());
        for (ReleaseFile file : files) {
            offer(name, file, offers.computeIfAbsent(file.version(), key -> new Offer()));
        }
        List<Candidate> candidates = new ArrayList<>();
        Map<Version, String> yanked = new HashMap<>();
        // What is there already is as good as anything newer: pip does not upgrade without being asked either.
        Optional<Version> present = installed
                .flatMap(distribution -> Version.tryParse(distribution.version()))
                .filter(version -> rules.against(name, version).isEmpty());
        present.ifPresent(version -> candidates.add(new Candidate.Installed(version, installed.orElseThrow())));
        List<Candidate> others = new ArrayList<>();
        Set<Version> first = preferred.getOrDefault(name, Set.of());
        offers.forEach((version, offer) -> {
            if (present.isEmpty() || !present.get().equals(version)) {
                (first.contains(version) ? candidates : others).add(offer.candidate(version));
                offer.yanked().ifPresent(reason -> yanked.put(version, reason));
            }
        });
        candidates.addAll(others);
        return new CandidateList(candidates, yanked);
    }

    private void offer(PackageName name, ReleaseFile release, Offer offer) {
        rules.against(name, release.version(), release.file())
                .ifPresentOrElse(
                        offer::exclude, () -> offer.add(rules.verified(name, release.file()), release.wheel()));
    }

    /** The files of one version. */
    private final class Offer {
        private Optional<ProjectFile> best = Optional.empty();
        private int bestRank = Integer.MAX_VALUE;
        private Optional<WheelFileName> bestName = Optional.empty();
        private Optional<String> otherPython = Optional.empty();
        private Optional<String> excluded = Optional.empty();
        private Optional<ProjectFile> source = Optional.empty();
        private boolean anyWheel;
        private boolean strangeSource;

        /** One file, which must not be used. */
        void exclude(String reason) {
            excluded = excluded.or(() -> Optional.of(reason));
        }

        void add(ProjectFile file, Optional<WheelFileName> name) {
            if (!file.requiresPython().isEmpty() && !accepts(file.requiresPython())) {
                otherPython = Optional.of(file.requiresPython());
                return;
            }
            if (name.isEmpty()) {
                addSource(file);
                return;
            }
            anyWheel = true;
            WheelFileName wheel = name.get();
            OptionalInt rank = scope.rank(wheel);
            if (rank.isPresent() && better(rank.getAsInt(), wheel, file)) {
                best = Optional.of(file);
                bestName = Optional.of(wheel);
                bestRank = rank.getAsInt();
            }
        }

        private void addSource(ProjectFile file) {
            if (!DistributionNames.isUnpackableSource(file.fileName())) {
                strangeSource = true;
            } else if (source.isEmpty()
                    || (source.get().yanked().isPresent() && file.yanked().isEmpty())) {
                source = Optional.of(file);
            }
        }

        /** A wheel that is not yanked goes before one that is; then tags decide, then the build tag. */
        private boolean better(int rank, WheelFileName wheel, ProjectFile file) {
            if (best.isEmpty()) {
                return true;
            }
            if (best.get().yanked().isPresent() != file.yanked().isPresent()) {
                return best.get().yanked().isPresent();
            }
            if (rank != bestRank) {
                return rank < bestRank;
            }
            return bestName.isPresent()
                    && wheel.build().compareTo(bestName.get().build()) > 0;
        }

        Candidate candidate(Version version) {
            if (best.isPresent()) {
                return new Candidate.Wheel(version, best.get());
            }
            if (source.isPresent()) {
                return new Candidate.Sdist(version, source.get());
            }
            if (otherPython.isPresent()) {
                return new Candidate.Unusable(version, "needs Python " + otherPython.get());
            }
            if (excluded.isPresent() && !anyWheel && !strangeSource) {
                return new Candidate.Unusable(version, excluded.get());
            }
            return new Candidate.Unusable(
                    version,
                    anyWheel
                            ? "has no wheel for this interpreter and platform"
                            : strangeSource
                                    ? "has no wheel, only a source distribution of a kind that cannot be unpacked"
                                    : "has no file that can be used");
        }

        Optional<String> yanked() {
            return (best.isPresent() ? best : source).flatMap(ProjectFile::yanked);
        }

        /** A text nobody can parse excludes nobody: indexes hold many of them. */
        private boolean accepts(String requiresPython) {
            return pythons.computeIfAbsent(requiresPython, CandidateFinder.this::covers);
        }
    }

    private boolean covers(String requiresPython) {
        try {
            return scope.holds(VersionSpecifiers.parse(requiresPython)) != Holds.NEVER;
        } catch (MilieuException e) {
            return true;
        }
    }
}
