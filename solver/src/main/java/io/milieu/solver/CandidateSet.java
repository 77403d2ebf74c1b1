package io.milieu.solver;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An immutable set of the candidates of one package: a bit set over the indexes {@code 0 .. size-1} of its candidate
 * list. All operations are exact; two sets can be combined only if they are over lists of the same size. Thread-safe.
 */
public final class CandidateSet {
    private static final long[] NONE = {};

    private final int size;
    // The first 64 candidates need no array: most packages in a resolution are that small.
    private final long head;
    private final long[] tail;

    private CandidateSet(int size, long head, long[] tail) {
        this.size = size;
        this.head = head;
        this.tail = tail;
    }

    /** {@return the empty set over a list of the given size} */
    public static CandidateSet none(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative size: " + size);
        }
        return new CandidateSet(size, 0, tailFor(size));
    }

    /** {@return the set of all candidates of a list of the given size} */
    public static CandidateSet all(int size) {
        return none(size).complement();
    }

    /** {@return the set of exactly the given indexes} */
    public static CandidateSet of(int size, int... indexes) {
        CandidateSet set = none(size);
        long head = 0;
        for (int index : indexes) {
            set.check(index);
            if (index < 64) {
                head |= 1L << index;
            } else {
                set.tail[(index >> 6) - 1] |= 1L << index;
            }
        }
        return new CandidateSet(size, head, set.tail);
    }

    /** {@return the set of the indexes that pass the test} */
    public static CandidateSet matching(int size, IntPredicate test) {
        return of(size, IntStream.range(0, size).filter(test).toArray());
    }

    /** {@return how many candidates the underlying list has} */
    public int size() {
        return size;
    }

    /** {@return how many candidates are in this set} */
    public int count() {
        int count = Long.bitCount(head);
        for (long word : tail) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** {@return whether this set has no candidate} */
    public boolean isEmpty() {
        return head == 0 && isZero(tail);
    }

    /** {@return whether this set has every candidate of the list} */
    public boolean isAll() {
        return count() == size;
    }

    /** {@return whether this set has exactly one candidate} */
    public boolean isSingleton() {
        return (tail.length == 0 || isZero(tail)) ? head != 0 && (head & (head - 1)) == 0 : count() == 1;
    }

    /** {@return whether the candidate of this index is in this set} */
    public boolean contains(int index) {
        check(index);
        return ((index < 64 ? head : tail[(index >> 6) - 1]) & 1L << index) != 0;
    }

    /** {@return the smallest index in this set, or -1 if it is empty} */
    public int first() {
        return next(0);
    }

    /** {@return the smallest index in this set that is not below {@code from}, or -1 if there is none} */
    public int next(int from) {
        for (int word = from >> 6; word <= tail.length; word++) {
            long bits = word(word) & (word == from >> 6 ? -1L << from : -1L);
            if (bits != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return -1;
    }

    /** {@return the indexes in this set, ascending} */
    public IntStream stream() {
        return IntStream.iterate(first(), index -> index >= 0, index -> next(index + 1));
    }

    /** {@return the candidates that are in this set or in the other} */
    public CandidateSet union(CandidateSet other) {
        checkSize(other);
        long[] words = tail.length == 0 ? NONE : tail.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.tail[i];
        }
        return new CandidateSet(size, head | other.head, words);
    }

    /** {@return the candidates that are in this set and in the other} */
    public CandidateSet intersection(CandidateSet other) {
        checkSize(other);
        long[] words = tail.length == 0 ? NONE : tail.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.tail[i];
        }
        return new CandidateSet(size, head & other.head, words);
    }

    /** {@return the candidates that are in this set and not in the other} */
    public CandidateSet minus(CandidateSet other) {
        checkSize(other);
        long[] words = tail.length == 0 ? NONE : tail.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.tail[i];
        }
        return new CandidateSet(size, head & ~other.head, words);
    }

    /** {@return the candidates of the list that are not in this set} */
    public CandidateSet complement() {
        long[] words = tail.length == 0 ? NONE : tail.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] = ~words[i] & mask(size - 64 * (i + 1));
        }
        return new CandidateSet(size, ~head & mask(size), words);
    }

    /** {@return whether every candidate of this set is in the other} */
    public boolean isSubsetOf(CandidateSet other) {
        checkSize(other);
        if ((head & ~other.head) != 0) {
            return false;
        }
        for (int i = 0; i < tail.length; i++) {
            if ((tail[i] & ~other.tail[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether no candidate is in both sets} */
    public boolean isDisjointFrom(CandidateSet other) {
        checkSize(other);
        if ((head & other.head) != 0) {
            return false;
        }
        for (int i = 0; i < tail.length; i++) {
            if ((tail[i] & other.tail[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** {@return 64 bits such that those of a subset are among those of its superset} */
    long signature() {
        long bits = head;
        for (long word : tail) {
            bits |= word;
        }
        return bits;
    }

    /** {@return this set over a list with one more entry at the end, which is in the set or not} */
    CandidateSet extended(boolean last) {
        int longer = size + 1;
        long[] words = longer <= 64 ? NONE : Arrays.copyOf(tail, tailFor(longer).length);
        if (last && size >= 64) {
            words[(size >> 6) - 1] |= 1L << size;
        }
        return new CandidateSet(longer, last && size < 64 ? head | 1L << size : head, words);
    }

    /** {@return this set over the list without its last entry} */
    CandidateSet shortened() {
        int shorter = size - 1;
        long[] words = shorter <= 64 ? NONE : Arrays.copyOf(tail, tailFor(shorter).length);
        if (words.length > 0) {
            words[words.length - 1] &= mask(shorter - 64 * words.length);
        }
        return new CandidateSet(shorter, head & mask(shorter), words);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CandidateSet set
                && size == set.size
                && head == set.head
                && Arrays.equals(tail, set.tail);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * size + Long.hashCode(head)) + Arrays.hashCode(tail);
    }

    @Override
    public String toString() {
        return stream().mapToObj(Integer::toString).collect(Collectors.joining(",", "{", "}/" + size));
    }

    private long word(int index) {
        return index == 0 ? head : tail[index - 1];
    }

    private void check(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("candidate " + index + " of " + size);
        }
    }

    private void checkSize(CandidateSet other) {
        if (size != other.size) {
            throw new IllegalArgumentException("sets over lists of " + size + " and " + other.size + " candidates");
        }
    }

    private static long mask(int bits) {
        return bits >= 64 ? -1L : (1L << bits) - 1;
    }

    private static long[] tailFor(int size) {
        return size <= 64 ? NONE : new long[(size - 1) >> 6];
    }

    private static boolean isZero(long[] words) {
        for (long word : words) {
            if (word != 0) {
                return false;
            }
        }
        return true;
    }
}
