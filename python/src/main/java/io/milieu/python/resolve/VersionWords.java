package io.milieu.python.resolve;

import io.milieu.solver.CandidateSet;
import java.util.ArrayList;
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
     * @param set which candidates; index 0 is the newest
     * @param version gives the version of a candidate
     */
    static String describe(String name, CandidateSet set, IntFunction<String> version) {
        if (set.isAll()) {
            return name;
        }
        if (set.isSingleton()) {
            return name + " " + version.apply(set.first());
        }
        List<String> pieces = new ArrayList<>();
        int from = set.first();
        while (from >= 0) {
            int end = from;
            while (end + 1 < set.size() && set.contains(end + 1)) {
                end++;
            }
            pieces.add(piece(from, end, set.size(), version));
            from = end + 1 < set.size() ? set.next(end + 1) : -1;
        }
        if (pieces.size() == 1 && !Character.isDigit(pieces.getFirst().charAt(0))) {
            return name + pieces.getFirst();
        }
        if (pieces.size() > MOST_PIECES) {
            return name + " in " + set.count() + " of " + set.size() + " versions, " + version.apply(set.first())
                    + " the newest";
        }
        return name + " " + String.join(" or ", pieces.reversed());
    }

    /** Candidates from..end, where smaller indexes are newer. */
    private static String piece(int from, int end, int size, IntFunction<String> version) {
        if (from == end) {
            return version.apply(from);
        }
        if (from == 0) {
            return ">=" + version.apply(end);
        }
        if (end == size - 1) {
            return "<=" + version.apply(from);
        }
        return version.apply(end) + " to " + version.apply(from);
    }
}
