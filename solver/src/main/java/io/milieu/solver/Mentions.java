package io.milieu.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The incompatibilities with a term about one variable, oldest first. Most of them concern candidates that are not
 * chosen now; a signature of each term, all in one array, rules these out without touching them.
 */
final class Mentions<P> {
    private final List<Incompatibility<P>> all = new ArrayList<>();
    private long[] signatures = new long[8];

    /** {@return the place of the new entry} */
    int add(Incompatibility<P> incompatibility, CandidateSet set) {
        int place = all.size();
        if (place == signatures.length) {
            signatures = Arrays.copyOf(signatures, 2 * place);
        }
        all.add(incompatibility);
        signatures[place] = set.signature();
        return place;
    }

    void widen(int place, CandidateSet more) {
        signatures[place] |= more.signature();
    }

    int size() {
        return all.size();
    }

    Incompatibility<P> get(int place) {
        return all.get(place);
    }

    /**
     * {@return the last place before the given one whose term may be true for all of the choices, or -1}
     *
     * @param choices the signature of the choices
     */
    int before(int place, long choices) {
        int candidate = place - 1;
        while (candidate >= 0 && (choices & ~signatures[candidate]) != 0) {
            candidate--;
        }
        return candidate;
    }
}
