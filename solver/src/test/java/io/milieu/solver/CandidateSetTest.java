package io.milieu.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidateSetTest {

    @Test
    void allOperationsAgreeWithThoseOfThePlatformsBitSet() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            int size = random.nextInt(400);
            BitSet a = random.nextBoolean() ? random(random, size) : stretch(random, size);
            BitSet b = random.nextBoolean() ? random(random, size) : stretch(random, size);
            CandidateSet left = of(size, a);
            CandidateSet right = of(size, b);
            assertThat(left.union(right)).isEqualTo(of(size, with(a, set -> set.or(b))));
            assertThat(left.intersection(right)).isEqualTo(of(size, with(a, set -> set.and(b))));
            assertThat(left.minus(right)).isEqualTo(of(size, with(a, set -> set.andNot(b))));
            assertThat(left.complement()).isEqualTo(of(size, with(a, set -> set.flip(0, size))));
            assertThat(left.isDisjointFrom(right)).isEqualTo(!a.intersects(b));
            assertThat(left.isSubsetOf(right))
                    .isEqualTo(with(a, set -> set.andNot(b)).isEmpty());
            assertThat(left.intersection(right).isSubsetOf(right)).isTrue();
            assertThat(left.count()).isEqualTo(a.cardinality());
            assertThat(left.first()).isEqualTo(a.nextSetBit(0));
            assertThat(left.next(size / 2)).isEqualTo(a.nextSetBit(size / 2));
            assertThat(left.isSingleton()).isEqualTo(a.cardinality() == 1);
            assertThat(left.isEmpty()).isEqualTo(a.isEmpty());
            assertThat(left.isAll()).isEqualTo(a.cardinality() == size);
            assertThat(left.stream().toArray()).isEqualTo(a.stream().toArray());
            assertThat(left.complement().complement()).isEqualTo(left).hasSameHashCodeAs(left);
            assertThat(left.extended(true).shortened()).isEqualTo(left);
            assertThat(left.extended(false).contains(size)).isFalse();
        }
    }

    @Test
    void oneMoreEntryCanBeAddedAndTakenAwayAtEverySize() {
        for (int size = 0; size < 200; size++) {
            CandidateSet set = CandidateSet.matching(size, i -> i % 3 == 0);
            int last = size;
            assertThat(set.extended(true)).isEqualTo(CandidateSet.matching(size + 1, i -> i == last || i % 3 == 0));
            assertThat(set.extended(false)).isEqualTo(CandidateSet.matching(size + 1, i -> i != last && i % 3 == 0));
            assertThat(set.extended(true).shortened()).isEqualTo(set);
            assertThat(CandidateSet.all(size).complement()).isEqualTo(CandidateSet.none(size));
        }
    }

    @Test
    void setsOverDifferentListsCannotBeCombined() {
        assertThatThrownBy(() -> CandidateSet.all(3).union(CandidateSet.all(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sets over lists of 3 and 4 candidates");
        assertThatThrownBy(() -> CandidateSet.of(3, 3))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("candidate 3 of 3");
        assertThat(CandidateSet.of(100, 2, 70)).hasToString("{2,70}/100");
    }

    private static BitSet random(Random random, int size) {
        BitSet bits = new BitSet();
        int density = 1 + random.nextInt(10);
        for (int i = 0; i < size; i++) {
            bits.set(i, random.nextInt(density) == 0);
        }
        return bits;
    }

    private static BitSet stretch(Random random, int size) {
        BitSet bits = new BitSet();
        int from = random.nextInt(size + 1);
        bits.set(from, from + random.nextInt(size - from + 1));
        if (random.nextBoolean()) {
            bits.flip(0, size);
        }
        return bits;
    }

    private static CandidateSet of(int size, BitSet bits) {
        return CandidateSet.of(size, bits.stream().toArray());
    }

    private static BitSet with(BitSet bits, java.util.function.Consumer<BitSet> change) {
        BitSet copy = (BitSet) bits.clone();
        change.accept(copy);
        return copy;
    }
}
