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
    private final int size;
    // The first 64 candidates need no array: most packages in a resolution are that small.
    private final long head;
    // The others, after which all is as the last candidate is; zeros if there are no others.
    private final EndlessBits tail;

    private CandidateSet(int size, long head, EndlessBits tail) {
        this.size = size;
        this.head = head;
        this.tail = tail;
    }

    /** {@return the empty set over a list of the given size} */
    public static CandidateSet none(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("negative size: " + size);
        }
        return new CandidateSet(size, 0, EndlessBits.ZERO);
    }

    /** {@return the set of all candidates of a list of the given size} */
    public static CandidateSet all(int size) {
        return none(size).complement();
    }

    /** {@return the set of exactly the given indexes} */
    public static CandidateSet of(int size, int... indexes) {
        CandidateSet none = none(size);
        long[] words = new long[Math.max(1, (size + 63) >> 6)];
        for (int index : indexes) {
            none.check(index);
            words[index >> 6] |= 1L << index;
        }
        return new CandidateSet(size, words[0], tail(words, size));
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
        return Long.bitCount(head) + tail.count(Math.max(0, size - 64));
    }

    /** {@return whether this set has no candidate} */
    public boolean isEmpty() {
        return head == 0 && tail.isZero();
    }

    /** {@return whether this set has every candidate of the list} */
    public boolean isAll() {
        return count() == size;
    }

    /** {@return whether this set has exactly one candidate} */
    public boolean isSingleton() {
        return tail.isZero() ? head != 0 && (head & (head - 1)) == 0 : count() == 1;
    }

    /** {@return whether the candidate of this index is in this set} */
    public boolean contains(int index) {
        check(index);
        return (word(index >> 6) & 1L << index) != 0;
    }

    /** {@return the smallest index in this set, or -1 if it is empty} */
    public int first() {
        return next(0);
    }

    /** {@return the smallest index in this set that is not below {@code from}, or -1 if there is none} */
    public int next(int from) {
        int words = (size + 63) >> 6;
        for (int word = from >> 6; word < words; word = 1 + tail.skipZeros(word)) {
            long bits = word(word) & (word == from >> 6 ? -1L << from : -1L);
            if (bits != 0) {
                int index = (word << 6) + Long.numberOfTrailingZeros(bits);
                return index < size ? index : -1;
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
        return new CandidateSet(size, head | other.head, tail.or(other.tail));
    }

    /** {@return the candidates that are in this set and in the other} */
    public CandidateSet intersection(CandidateSet other) {
        checkSize(other);
        return new CandidateSet(size, head & other.head, tail.and(other.tail));
    }

    /** {@return the candidates that are in this set and not in the other} */
    public CandidateSet minus(CandidateSet other) {
        checkSize(other);
        return new CandidateSet(size, head & ~other.head, tail.andNot(other.tail));
    }

    /** {@return the candidates of the list that are not in this set} */
    public CandidateSet complement() {
        return new CandidateSet(size, ~head & mask(size), size <= 64 ? tail : tail.not());
    }

    /** {@return whether every candidate of this set is in the other} */
    public boolean isSubsetOf(CandidateSet other) {
        checkSize(other);
        return (head & ~other.head) == 0 && tail.isSubsetOf(other.tail);
    }

    /** {@return whether no candidate is in both sets} */
    public boolean isDisjointFrom(CandidateSet other) {
        checkSize(other);
        return (head & other.head) == 0 && tail.isDisjointFrom(other.tail);
    }

    /** {@return 64 bits such that those of a subset are among those of its superset} */
    long signature() {
        return head | tail.folded();
    }

    /** {@return this set over a list with one more entry at the end, which is in the set or not} */
    CandidateSet extended(boolean last) {
        if (size < 64) {
            return new CandidateSet(size + 1, last ? head | 1L << size : head, tail);
        }
        return new CandidateSet(size + 1, head, tail.filledFrom(size - 64, last));
    }

    /** {@return this set over the list without its last entry} */
    CandidateSet shortened() {
        int shorter = size - 1;
        if (shorter <= 64) {
            return new CandidateSet(shorter, head & mask(shorter), EndlessBits.ZERO);
        }
        return new CandidateSet(shorter, head, tail.filledFrom(shorter - 64, contains(shorter - 1)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CandidateSet set && size == set.size && head == set.head && tail.equals(set.tail);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * size + Long.hashCode(head)) + tail.hashCode();
    }

    @Override
    public String toString() {
        return stream().mapToObj(Integer::toString).collect(Collectors.joining(",", "{", "}/" + size));
    }

    private long word(int index) {
        return index == 0 ? head : tail.word(index - 1);
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

    private static EndlessBits tail(long[] words, int size) {
        if (words.length == 1) {
            return EndlessBits.ZERO;
        }
        long[] tail = Arrays.copyOfRange(words, 1, words.length);
        boolean last = (tail[tail.length - 1] & 1L << (size - 1)) != 0;
        return EndlessBits.of(tail).filledFrom(size - 64, last);
    }
}
