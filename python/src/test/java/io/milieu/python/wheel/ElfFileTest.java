package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    @Test
    void everyWidthAndByteOrderIsRead() {
        for (boolean wide : new boolean[] {true, false}) {
            for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                byte[] file =
                        new TinyElf(wide, order, "libb.so.1", "$ORIGIN/x:/y", List.of("liba.so", "libc.so.6")).bytes();
                assertThat(read(file))
                        .as("wide %s, %s", wide, order)
                        .contains(new ElfFile(
                                List.of("liba.so", "libc.so.6"), Optional.of("libb.so.1"), List.of("$ORIGIN/x", "/y")));
            }
        }
    }

    @Test
    void whatIsNotElfIsNothing() {
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(new byte[100])).isEmpty();
        assertThat(read("import os\n".repeat(10).getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void aDamagedFileNeverDoesHarm() {
        byte[] good = TinyElf.object("libb.so", "liba.so");
        for (int length = 0; length < good.length; length++) {
            assertThat(read(Arrays.copyOf(good, length)).stream()).hasSizeLessThanOrEqualTo(1);
        }
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int flips = 0; flips < 4; flips++) {
                bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
            }
            assertThat(read(bad).stream()).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static Optional<ElfFile> read(byte[] file) {
        return ElfFile.read(MemorySegment.ofArray(file));
    }
}
