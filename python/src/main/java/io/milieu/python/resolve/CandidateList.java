package io.milieu.python.resolve;

import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import io.milieu.solver.CandidateSet;
import io.milieu.solver.Exclusion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The candidates of one project, most wanted first. Used by one thread. */
final class CandidateList {
    private static final int LONGEST_REASON = 200;

    private final List<Candidate> candidates;
    private final Map<Version, String> yankReasons;
    private final CandidateSet yanked;
    private final List<Exclusion> exclusions;
    private final CandidateSet usable;
    private final CandidateSet prereleases;
    private final Map<String, CandidateSet> matches = new HashMap<>();

    /** A list of these candidates, of which some are yanked (and their reasons). */
    CandidateList(List<Candidate> candidates, Map<Version, String> yankReasons) {
        this.candidates = List.copyOf(candidates);
        this.yankReasons = Map.copyOf(yankReasons);
        int size = candidates.size();
        yanked = CandidateSet.matching(
                size,
                i -> yankReasons.containsKey(candidates.get(i).version())
                        && (candidates.get(i) instanceof Candidate.Wheel
                                || candidates.get(i) instanceof Candidate.Sdist));
        // Whoever names a place means what is there.
        prereleases = CandidateSet.matching(
                size,
                i -> candidates.get(i).version().isPrerelease() && !(candidates.get(i) instanceof Candidate.Direct));
        CandidateSet unusable = CandidateSet.matching(size, i -> candidates.get(i) instanceof Candidate.Unusable);
        usable = unusable.complement();
        exclusions = exclusionsByReason();
    }

    int size() {
        return candidates.size();
    }

    Candidate get(int index) {
        return candidates.get(index);
    }

    /** Why some candidates can never be chosen, yanked ones aside. */
    List<Exclusion> exclusions() {
        return exclusions;
    }

    CandidateSet yanked() {
        return yanked;
    }

    /** {@return why the publisher yanked a version, on one line; empty if nobody says so} */
    String yankReason(int index) {
        String reason = yankReasons
                .getOrDefault(candidates.get(index).version(), "")
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    CandidateSet prereleases() {
        return prereleases;
    }

    /** Candidates that could be chosen, as far as the index tells. */
    CandidateSet usable() {
        return usable;
    }

    /** Every candidate whose version the specifiers name, pre-releases or not. */
    CandidateSet matching(VersionSpecifiers specifiers) {
        return matches.computeIfAbsent(
                specifiers.toString(),
                text -> CandidateSet.matching(
                        size(), i -> specifiers.contains(candidates.get(i).version())));
    }

    /** The candidate that a direct reference leads to, if it can be chosen. */
    CandidateSet from(String reference) {
        return CandidateSet.matching(
                size(),
                i -> candidates.get(i) instanceof Candidate.Direct direct
                        && direct.reference().equals(reference));
    }

    private List<Exclusion> exclusionsByReason() {
        Map<String, List<Integer>> byReason = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i) instanceof Candidate.Unusable unusable) {
                byReason.computeIfAbsent(unusable.reason(), reason -> new ArrayList<>())
                        .add(i);
            }
        }
        List<Exclusion> all = new ArrayList<>();
        byReason.forEach((reason, indexes) -> all.add(new Exclusion(
                CandidateSet.of(
                        size(), indexes.stream().mapToInt(Integer::intValue).toArray()),
                reason)));
        return List.copyOf(all);
    }
}
