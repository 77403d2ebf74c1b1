package io.milieu.python.resolve;

import io.milieu.python.version.Version;
import io.milieu.solver.CandidateSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/** Names some versions of a project shortly: {@code pandas}, {@code pandas 2.0.1}, {@code pandas>=2.0}, {@code pandas 1.0 to 1.5}. */
final class VersionWords {
    private static final int MOST_PIECES = 4;

    private VersionWords() {}

    /**
     * Names a set.
     *
     * @param name the project
     * @param set which candidates; index 0 is the most wanted, which need not be the newest
     * @param counted candidates that people think of; whether the others are in the set does not matter
     * @param version gives the version of a candidate
     */
    static String describe(String name, CandidateSet set, CandidateSet counted, IntFunction<Version> version) {
        if (set.isAll() || (counted.isSubsetOf(set) && !counted.isEmpty())) {
            return name;
        }
        if (set.isSingleton()) {
            return name + " " + version.apply(set.first());
        }
        if (set.isDisjointFrom(counted)) {
            return describe(name, set, CandidateSet.all(set.size()), version);
        }
        int[] known = newestFirst(counted, version);
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < known.length; from++) {
            if (set.contains(known[from])) {
                int end = from;
                while (end + 1 < known.length && set.contains(known[end + 1])) {
                    end++;
                }
                pieces.add(piece(known, from, end, version));
                from = end;
            }
        }
        if (pieces.size() == 1) {
            String only = pieces.getFirst();
            return Character.isDigit(only.charAt(0)) ? name + " " + only : name + only;
        }
        int[] meant = newestFirst(set.intersection(counted), version);
        return pieces.size() > MOST_PIECES
                ? name + " in " + meant.length + " versions from " + version.apply(meant[meant.length - 1]) + " to "
                        + version.apply(meant[0])
                : name + " " + String.join(" or ", pieces.reversed());
    }

    private static int[] newestFirst(CandidateSet set, IntFunction<Version> version) {
        return set.stream()
                .boxed()
                .sorted(Comparator.comparing(version::apply, Comparator.reverseOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The candidates known[from] to known[end], where smaller is newer. */
    private static String piece(int[] known, int from, int end, IntFunction<Version> version) {
        if (from == end) {
            return version.apply(known[from]).toString();
        }
        if (from == 0) {
            return ">=" + version.apply(known[end]);
        }
        if (end == known.length - 1) {
            return "<=" + version.apply(known[from]);
        }
        return version.apply(known[end]) + " to " + version.apply(known[from]);
    }
}
