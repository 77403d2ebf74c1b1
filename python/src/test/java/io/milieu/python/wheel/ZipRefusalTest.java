package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.testkit.WheelMaker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Zip files that are wrong in ways no maker of wheels produces: their headers are changed byte by byte. */
class ZipRefusalTest {
    @TempDir
    Path root;

    private ByteBuffer zip;
    private int end;
    private int central;

    @BeforeEach
    void aGoodWheel() {
        zip = ByteBuffer.wrap(WheelMaker.wheel("demo", "1.0").make().bytes().clone())
                .order(ByteOrder.LITTLE_ENDIAN);
        end = zip.limit() - 22;
        central = zip.getInt(end + 16);
    }

    @Test
    void theWheelIsGoodBeforeItIsChanged() throws IOException {
        assertThat(open(zip.array())).isEqualTo(4);
    }

    @Test
    void encryptedEntries() {
        zip.putShort(central + 8, (short) (zip.getShort(central + 8) | 1));
        refused("has an entry `demo/__init__.py` that is encrypted");
    }

    @Test
    void unknownMethods() {
        zip.putShort(central + 10, (short) 12);
        refused("has an entry `demo/__init__.py` that is packed with the unknown method 12");
    }

    @Test
    void headersThatDisagreeAboutTheMethod() {
        zip.putShort(8, (short) 0);
        refused("has an entry `demo/__init__.py` that has another packing method in its local header");
    }

    @Test
    void headersThatDisagreeAboutSizeOrChecksum() {
        zip.putInt(22, 12345);
        refused("has an entry `demo/__init__.py` that has another size or checksum in its local header");
    }

    @Test
    void entriesThatOverlap() {
        int packed = zip.getInt(central + 20) + 1;
        zip.putInt(central + 20, packed).putInt(18, packed);
        refused("has an entry `demo-1.0.dist-info/METADATA` that overlaps another");
    }

    @Test
    void entriesBeyondTheArchive() {
        zip.putInt(central + 20, 1 << 30).putInt(18, 1 << 30);
        refused("has an entry `demo/__init__.py` that reaches beyond the archive");
        zip.putInt(central + 42, 1 << 30);
        refused("has an entry `demo/__init__.py` that has no local header");
    }

    @Test
    void storedEntriesOfTwoSizes() {
        zip.putShort(central + 10, (short) 0).putShort(8, (short) 0);
        refused("has an entry `demo/__init__.py` that declares a size that it cannot have");
    }

    @Test
    void namesThatAreNotTheUtf8TheySay() {
        zip.putShort(central + 8, (short) (zip.getShort(central + 8) | 1 << 11)).put(central + 46, (byte) 0xff);
        refused("has an entry `\u00ffemo/__init__.py` that says its name is UTF-8, which it is not");
    }

    @Test
    void bytesAfterTheEnd() {
        zip = ByteBuffer.wrap(Arrays.copyOf(zip.array(), zip.limit() + 3));
        refused("has bytes after its end");
    }

    @Test
    void aTableOfContentsThatIsSomewhereElse() {
        zip.putInt(end + 16, central - 1);
        refused("has its table of contents somewhere else than its end record says");
        zip.putInt(end + 16, central).putShort(end + 10, (short) 3);
        refused("has more entries than it declares");
        zip.putShort(end + 10, (short) 9);
        refused("has a damaged table of contents");
        zip.putShort(end + 10, (short) 4).putShort(end + 4, (short) 1);
        refused("is one part of an archive of several parts");
    }

    @Test
    void zip64EndRecordsAreReadAndDamagedOnesRefused() throws IOException {
        ByteBuffer wide = ByteBuffer.allocate(zip.limit() + 76).order(ByteOrder.LITTLE_ENDIAN);
        wide.put(zip.array(), 0, end)
                .putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45);
        wide.putInt(0).putInt(0).putLong(4).putLong(4).putLong(end - central).putLong(central);
        wide.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        wide.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        assertThat(open(wide.array())).isEqualTo(4);
        zip = wide.putLong(end + 56 + 8, 17);
        refused("has a damaged Zip64 end record");
        zip = wide.putLong(end + 56 + 8, -1);
        refused("has a damaged Zip64 end record");
        zip = wide.putLong(end + 56 + 8, end).putLong(end + 32, Long.MAX_VALUE);
        refused("has 9223372036854775807 entries, more than the 1000000 allowed");
    }

    @Test
    void endRecordsThatDisagree() throws IOException {
        ByteBuffer wide = ByteBuffer.allocate(zip.limit() + 76).order(ByteOrder.LITTLE_ENDIAN);
        wide.put(zip.array(), 0, end)
                .putInt(0x06064b50)
                .putLong(44)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        wide.putLong(4).putLong(4).putLong(end - central).putLong(central);
        wide.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        wide.put(zip.array(), end, 22);
        assertThat(open(wide.array())).isEqualTo(4);
        zip = wide.putInt(wide.limit() - 22 + 16, central - 1);
        refused("has two end records that disagree");
        zip = wide.putInt(wide.limit() - 22 + 16, central).putShort(wide.limit() - 22 + 10, (short) 3);
        refused("has two end records that disagree");
    }

    @Test
    void bytesThatBelongToNoEntry() {
        byte[] good = zip.array();
        byte[] hidden = {'P', 'K', 3, 4, 1, 2, 3};
        ByteBuffer more = ByteBuffer.allocate(good.length + hidden.length).order(ByteOrder.LITTLE_ENDIAN);
        more.put(good, 0, central).put(hidden).put(good, central, good.length - central);
        zip = more.putInt(end + hidden.length + 16, central + hidden.length);
        refused("has 7 bytes that belong to no entry");
    }

    @Test
    void sizesBehindTheContent() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry("demo.py"));
            out.write("import os\n".getBytes(StandardCharsets.UTF_8));
        }
        zip = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(open(zip.array())).isEqualTo(1);
        int descriptor = zip.getInt(zip.limit() - 22 + 16) - 16;
        zip.putInt(descriptor + 12, zip.getInt(descriptor + 12) + 1);
        refused("has an entry `demo.py` that has another size or checksum behind its content");
    }

    @Test
    void namesInAnotherEncodingOrInAnExtraField() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("caf\u00e9.py");
            entry.setExtra(ByteBuffer.allocate(17)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) 0x7075)
                    .putShort((short) 13)
                    .put((byte) 1)
                    .putInt(0)
                    .put("caf\u00e9.py".getBytes(StandardCharsets.UTF_8), 0, 8)
                    .array());
            out.putNextEntry(entry);
        }
        zip = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(open(zip.array())).isEqualTo(1);
        int table = zip.getInt(zip.limit() - 22 + 16);
        zip.put(table + 46 + 8 + 4 + 5, (byte) 'e');
        refused("has an entry `caf\u00e9.py` that has another name in an extra field");
        zip.put(table + 46 + 8 + 4 + 5, (byte) 'c').putShort(6, (short) (zip.getShort(6) & ~(1 << 11)));
        refused("has an entry `caf\u00e9.py` that has its name in another encoding in its local header");
    }

    @Test
    void randomDamageIsRefusedOrHarmless() {
        Random random = new Random(11);
        byte[] good = zip.array();
        for (int i = 0; i < 3000; i++) {
            byte[] bad = good.clone();
            for (int flips = 0; flips < 3; flips++) {
                bad[central + random.nextInt(bad.length - central)] = (byte) random.nextInt();
            }
            try {
                open(bad);
            } catch (io.milieu.core.error.MilieuException | IOException refused) {
                assertThat(refused).hasMessageStartingWith("wheel `x.whl` ");
            }
        }
    }

    private void refused(String message) {
        assertThatThrownBy(() -> open(zip.array())).hasMessage("wheel `x.whl` " + message);
    }

    private int open(byte[] bytes) throws IOException {
        Path file = Files.write(root.resolve("x.whl"), bytes);
        try (WheelArchive archive = WheelArchive.open(file, UnpackLimits.standard(), new Refusal("x.whl"))) {
            return archive.members().size();
        }
    }
}
