package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.testkit.WheelMaker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberReaderTest {
    private static final String NAME = "demo/large.bin";
    private static final long LIMIT = 1 << 16;

    @TempDir
    Path root;

    @Test
    void aFileAboveTheLimitComesInPieces() throws IOException {
        byte[] content = content();
        try (WheelArchive archive = open(wheel(content));
                MemberReader reader = new MemberReader(LIMIT)) {
            ArchiveMember member = archive.member(NAME).orElseThrow();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            int[] pieces = new int[1];
            reader.read(archive, member, piece -> {
                pieces[0]++;
                read.writeBytes(piece.toArray(ValueLayout.JAVA_BYTE));
            });
            assertThat(reader.readsWhole(member)).isFalse();
            assertThat(pieces[0]).isGreaterThan(1);
            assertThat(read.toByteArray()).isEqualTo(content);
        }
    }

    @Test
    void damageInAPieceIsFound() throws IOException {
        byte[] wheel = wheel(content());
        byte[] damaged = wheel.clone();
        long at;
        try (WheelArchive archive = open(wheel)) {
            ArchiveMember member = archive.member(NAME).orElseThrow();
            at = member.data() + member.packedSize() / 2;
        }
        damaged[(int) at] ^= 0x55;
        try (WheelArchive archive = open(damaged);
                MemberReader reader = new MemberReader(LIMIT)) {
            ArchiveMember member = archive.member(NAME).orElseThrow();
            assertThatThrownBy(() -> reader.read(archive, member, piece -> {}))
                    .isInstanceOf(MilieuException.class)
                    .hasMessageContaining(NAME);
        }
    }

    @Test
    void bytesBehindTheEndOfAStreamAreFound() throws IOException {
        for (byte[] content : new byte[][] {content(), new byte[100], new byte[0]}) {
            byte[] wheel = WheelMaker.wheel("demo", "1.0")
                    .file(NAME, content)
                    .broken()
                    .behindStream(NAME, new byte[] {3, 0})
                    .make()
                    .bytes();
            for (long limit : new long[] {0, LIMIT, 64 << 20}) {
                try (WheelArchive archive = open(wheel);
                        MemberReader reader = new MemberReader(limit)) {
                    ArchiveMember member = archive.member(NAME).orElseThrow();
                    assertThatThrownBy(() -> reader.read(archive, member, piece -> {}))
                            .hasMessageContaining(NAME + "` that is damaged");
                }
            }
        }
    }

    @Test
    void withoutTheLibraryTheSameIsRead() {
        byte[] content = content();
        MemorySegment packed = MemorySegment.ofArray(deflated(content));
        byte[] room = new byte[content.length];
        assertThat(MemberReader.inflated(packed, MemorySegment.ofArray(room))).isTrue();
        assertThat(room).isEqualTo(content);
        assertThat(MemberReader.inflated(packed, MemorySegment.ofArray(new byte[content.length - 1])))
                .isFalse();
        assertThat(MemberReader.inflated(packed, MemorySegment.ofArray(new byte[content.length + 1])))
                .isFalse();
        assertThat(MemberReader.inflated(packed.asSlice(0, packed.byteSize() - 5), MemorySegment.ofArray(room)))
                .isFalse();
        byte[] longer = Arrays.copyOf(packed.toArray(ValueLayout.JAVA_BYTE), (int) packed.byteSize() + 1);
        assertThat(MemberReader.inflated(MemorySegment.ofArray(longer), MemorySegment.ofArray(room)))
                .isFalse();
        MemorySegment nothing = MemorySegment.ofArray(deflated(new byte[0]));
        assertThat(MemberReader.inflated(nothing, MemorySegment.ofArray(new byte[0])))
                .isTrue();
    }

    private static byte[] deflated(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
                DeflaterOutputStream stream = new DeflaterOutputStream(packed, deflater)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Test
    void allReadersTogetherStayWithinTheMemoryThatThereIs() {
        long all = Runtime.getRuntime().maxMemory();
        for (int readers : new int[] {1, 2, 8, 64}) {
            long each = MemberReader.share(readers);
            assertThat(each).isBetween(1L << 20, 64L << 20);
            assertThat(each == 1L << 20 || each * readers <= all / 2).isTrue();
        }
    }

    /** Hard to pack, so that it is read in several pieces packed, too. */
    private static byte[] content() {
        byte[] content = new byte[3 << 20];
        new Random(7).nextBytes(content);
        for (int i = 0; i < content.length; i++) {
            content[i] &= 0x3f;
        }
        return content;
    }

    private static byte[] wheel(byte[] content) {
        return WheelMaker.wheel("demo", "1.0").file(NAME, content).make().bytes();
    }

    private WheelArchive open(byte[] wheel) throws IOException {
        Path file = Files.write(root.resolve("demo-1.0-py3-none-any.whl"), wheel);
        return WheelArchive.open(file, UnpackLimits.standard(), new Refusal("demo"));
    }
}
