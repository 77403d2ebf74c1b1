package io.milieu.solver;

import java.util.Arrays;

/**
 * An immutable row of bits without an end on either side: words in the middle are written down, those before them are all alike and so are those after them. What holds for all
 * versions below one, or above one, costs a word however many versions there are. Thread-safe.
 */
final class EndlessBits {
    private static final long[] NONE = {};

    /** No bit is set. */
    static final EndlessBits ZERO = new EndlessBits(0, NONE, 0, 0);

    /** Every bit is set. */
    static final EndlessBits ONE = new EndlessBits(0, NONE, -1, -1);

    // The words from here to there are written down, without those at the ends that are as what lies beyond: equal rows
    // have equal fields.
    private final int from;
    private final int to;
    private final long[] words;
    private final long before;
    private final long after;

    private EndlessBits(int from, long[] words, long before, long after) {
        this.from = from;
        this.to = from + words.length;
        this.words = words;
        this.before = before;
        this.after = after;
    }

    /** {@return these words, with everything before them as their first bit is, and everything after as their last} */
    static EndlessBits of(long[] words) {
        return trimmed(0, words, -(words[0] & 1), words[words.length - 1] >> 63);
    }

    /** {@return the word at this place} */
    long word(int place) {
        if (place < from) {
            return before;
        }
        return place < to ? words[place - from] : after;
    }

    /** {@return the first place from this one on whose word may have a bit set} */
    int skipZeros(int place) {
        return place < from && before == 0 ? from : place;
    }

    boolean isZero() {
        return words.length == 0 && before == 0 && after == 0;
    }

    /** {@return how many of the bits {@code 0 .. bits-1} are set, where no bit beyond differs from the last of them} */
    int count(int bits) {
        // The last word may have bits beyond the end; those are as what lies after it, so that they are subtracted
        // here.
        int count = (before == 0 ? 0 : 64 * from) + (after == 0 ? 0 : bits - 64 * to);
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** {@return all words in one} */
    long folded() {
        long bits = before | after;
        for (long word : words) {
            bits |= word;
        }
        return bits;
    }

    EndlessBits not() {
        if (words.length == 0 && before == after) {
            return before == 0 ? ONE : ZERO;
        }
        long[] flipped = words.clone();
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] = ~flipped[i];
        }
        return new EndlessBits(from, flipped, ~before, ~after);
    }

    EndlessBits and(EndlessBits other) {
        return and(0, other, 0, 0);
    }

    EndlessBits andNot(EndlessBits other) {
        return and(0, other, -1, 0);
    }

    EndlessBits or(EndlessBits other) {
        return isZero() ? other : and(-1, other, -1, -1);
    }

    /** {@return whether no bit is set both here and in the other row} */
    boolean isDisjointFrom(EndlessBits other) {
        return isDisjointFrom(other, 0);
    }

    /** {@return whether every bit that is set here is set in the other row} */
    boolean isSubsetOf(EndlessBits other) {
        return isDisjointFrom(other, -1);
    }

    /** {@return this row with all bits from one place on set, or cleared} */
    EndlessBits filledFrom(int bit, boolean value) {
        long fill = value ? -1 : 0;
        int last = bit >> 6;
        if (last >= to && fill == after) {
            return this;
        }
        int first = Math.min(from, last);
        long[] filled = new long[last + 1 - first];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = word(first + i);
        }
        long mask = -1L << bit;
        filled[filled.length - 1] = (word(last) & ~mask) | (fill & mask);
        return trimmed(first, filled, bit == 0 ? fill : before, fill);
    }

    // Each of the three is -1 if that row is to be flipped.
    private EndlessBits and(long mine, EndlessBits other, long theirs, long result) {
        int first = first(mine, other, theirs);
        long[] both = new long[Math.max(0, end(mine, other, theirs) - first)];
        for (int i = 0; i < both.length; i++) {
            both[i] = ((word(first + i) ^ mine) & (other.word(first + i) ^ theirs)) ^ result;
        }
        return trimmed(
                first,
                both,
                ((before ^ mine) & (other.before ^ theirs)) ^ result,
                ((after ^ mine) & (other.after ^ theirs)) ^ result);
    }

    private boolean isDisjointFrom(EndlessBits other, long flip) {
        if (((before & (other.before ^ flip)) | (after & (other.after ^ flip))) != 0) {
            return false;
        }
        int end = end(0, other, flip);
        for (int place = first(0, other, flip); place < end; place++) {
            if ((word(place) & (other.word(place) ^ flip)) != 0) {
                return false;
            }
        }
        return true;
    }

    // Before this place the words of both together are all alike: where one row has only zeros, the other one does not
    // matter.
    private int first(long mine, EndlessBits other, long theirs) {
        if (before == mine) {
            return other.before == theirs ? Math.max(from, other.from) : from;
        }
        return other.before == theirs ? other.from : Math.min(from, other.from);
    }

    private int end(long mine, EndlessBits other, long theirs) {
        if (after == mine) {
            return other.after == theirs ? Math.min(to, other.to) : to;
        }
        return other.after == theirs ? other.to : Math.max(to, other.to);
    }

    private static EndlessBits trimmed(int from, long[] words, long before, long after) {
        int first = 0;
        int end = words.length;
        while (first < end && words[first] == before) {
            first++;
        }
        while (end > first && words[end - 1] == after) {
            end--;
        }
        if (first == end && before == after) {
            return before == 0 ? ZERO : ONE;
        }
        long[] kept = end - first == words.length ? words : Arrays.copyOfRange(words, first, end);
        return new EndlessBits(from + first, kept, before, after);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndlessBits row
                && from == row.from
                && before == row.before
                && after == row.after
                && Arrays.equals(words, row.words);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * from + Arrays.hashCode(words)) + Long.hashCode(before ^ after >> 1);
    }
}
