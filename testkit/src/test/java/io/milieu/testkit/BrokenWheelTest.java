package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokenWheelTest {
    private static final String INIT = "demo/__init__.py";
    private static final String RECORD = "demo-1.0.dist-info/RECORD";

    @TempDir
    Path directory;

    private static BrokenWheel broken() {
        return WheelMaker.wheel("demo", "1.0").broken();
    }

    private static String record(BrokenWheel wheel) throws IOException {
        return String.valueOf(WheelMakerTest.entries(wheel.make()).get(RECORD));
    }

    private List<String> names(BrokenWheel wheel) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.make().writeTo(directory).toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void evilNamesStandInArchiveAndRecord() throws IOException {
        BrokenWheel wheel = broken().traversal("../evil.py")
                .absolutePath("/evil.py")
                .reservedName("demo/a:b.py")
                .caseCollision(INIT);
        assertThat(names(wheel)).startsWith(INIT).contains("../evil.py", "/evil.py", "demo/a:b.py", "DEMO/__INIT__.PY");
        assertThat(record(wheel)).contains("../evil.py,sha256=", "\n/evil.py,sha256=");
    }

    @Test
    void modesStandInTheCentralDirectory() throws Exception {
        Path file = broken().symlink("demo/link", "/etc")
                .setuid("demo/root")
                .special("demo/device", 0020666)
                .make()
                .writeTo(directory);
        // The zip file system of the JDK tells permissions only, so the test reads the headers itself.
        assertThat(modes(file))
                .containsEntry(INIT, 0100644)
                .containsEntry("demo/link", 0120777)
                .containsEntry("demo/root", 0104755)
                .containsEntry("demo/device", 0020666);
    }

    private static Map<String, Integer> modes(Path file) throws IOException {
        ByteBuffer zip = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Integer> modes = new HashMap<>();
        for (int at = zip.getInt(zip.limit() - 6); zip.getInt(at) == 0x02014b50; at += 46 + zip.getShort(at + 28)) {
            byte[] name = new byte[zip.getShort(at + 28)];
            zip.get(at + 46, name);
            modes.put(new String(name, UTF_8), zip.getInt(at + 38) >>> 16);
        }
        return modes;
    }

    @Test
    void recordDisagreesOnlyWhereAsked() throws IOException {
        assertThat(record(broken().wrongRecordHash(INIT)))
                .startsWith(INIT + ",sha256=2SmKENGwc1g33EvYXaxkGw887yekfl1TpU8vP1svz_o,20\n");
        assertThat(record(broken().unrecorded(INIT))).startsWith("demo-1.0.dist-info/METADATA");
        assertThat(record(broken().extraFile("demo/extra.py"))).doesNotContain("extra");
        assertThat(names(broken().extraFile("demo/extra.py"))).contains("demo/extra.py");
        assertThat(record(broken().missingFile(INIT))).contains(INIT);
        assertThat(names(broken().missingFile(INIT))).doesNotContain(INIT);
    }

    @Test
    void requiredFilesAreMissing() throws IOException {
        assertThat(names(broken().withoutWheelFile().withoutMetadata().withoutRecord()))
                .containsExactly(INIT);
    }

    @Test
    void statementsDisagree() throws IOException {
        MadeWheel wheel = broken().metadataName("other")
                .metadataVersion("9")
                .wheelVersion("2.0")
                .distInfoNamed("wrong-1.dist-info")
                .escapingCommand("../evil")
                .make();
        assertThat(wheel.fileName()).isEqualTo("demo-1.0-py3-none-any.whl");
        assertThat(wheel.metadata()).isEqualTo("Metadata-Version: 2.1\nName: other\nVersion: 9\n");
        assertThat(WheelMakerTest.entries(wheel))
                .containsEntry("wrong-1.dist-info/METADATA", wheel.metadata())
                .containsEntry("wrong-1.dist-info/entry_points.txt", "[console_scripts]\n../evil = a:b\n")
                .hasEntrySatisfying(
                        "wrong-1.dist-info/WHEEL", text -> assertThat(text).startsWith("Wheel-Version: 2.0\n"))
                .hasEntrySatisfying(
                        "wrong-1.dist-info/RECORD", text -> assertThat(text).endsWith("wrong-1.dist-info/RECORD,,\n"));
    }

    @Test
    void archiveIsDamaged() throws IOException {
        assertThatThrownBy(() ->
                        WheelMakerTest.entries(broken().corruptStream(INIT).make()))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("invalid block type");
        assertThatThrownBy(() -> WheelMakerTest.entries(broken().wrongCrc(INIT).make()))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("invalid entry CRC");
        assertThatThrownBy(() -> names(broken().truncated(300))).isInstanceOf(ZipException.class);
        assertThat(WheelMakerTest.entries(
                        broken().localHeaderNamed(INIT, "demo/other.py").make()))
                .containsKey("demo/other.py");
        assertThat(names(broken().localHeaderNamed(INIT, "demo/other.py")))
                .contains(INIT)
                .doesNotContain("demo/other.py");
    }

    @Test
    void sizesLieOrExplode() throws IOException {
        Path declared = broken().declaredSize(INIT, 4_000_000_000L).make().writeTo(directory);
        try (ZipFile zip = new ZipFile(declared.toFile())) {
            assertThat(zip.getEntry(INIT).getSize()).isEqualTo(4_000_000_000L);
        }
        MadeWheel bomb = broken().bomb("demo/zeros", 10_000_000).make();
        assertThat(bomb.bytes()).hasSizeLessThan(12_000);
        assertThat(WheelMakerTest.entries(bomb).get("demo/zeros")).hasSize(10_000_000);
    }

    @Test
    void secondEntryOfOneNameHasOtherContent() throws IOException {
        Path file = broken().duplicate(INIT).make().writeTo(directory);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            long same =
                    zip.stream().filter(entry -> entry.getName().equals(INIT)).count();
            assertThat(same).isEqualTo(2);
        }
    }

    @Test
    void pipRefusesWhatItChecks() throws Exception {
        Pip pip = Pip.into(directory.resolve("target"));
        List<BrokenWheel> refused = List.of(
                broken().traversal("../evil.py"),
                broken().wheelVersion("2.0"),
                broken().withoutMetadata(),
                broken().withoutWheelFile(),
                broken().withoutRecord(),
                broken().distInfoNamed("other-1.0.dist-info"),
                broken().truncated(300),
                broken().corruptStream(INIT),
                broken().wrongCrc(INIT),
                broken().localHeaderNamed(INIT, "demo/other.py"));
        for (BrokenWheel wheel : refused) {
            Path file = wheel.make().writeTo(directory);
            Pip.Outcome outcome = pip.install("--no-index", "--no-deps", file.toString());
            assertThat(outcome.status()).as(outcome.output()).isNotZero();
        }
        assertThat(directory.resolve("evil.py")).doesNotExist();
        assertThat(Files.notExists(directory.resolve("target/demo"))).isTrue();
    }
}
