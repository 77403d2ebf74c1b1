package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.testkit.BrokenWheel;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason for which a wheel is refused, with the exact words. */
class WheelRefusalTest {
    private static final String WHEEL = "wheel `demo-1.0-py3-none-any.whl` ";

    @TempDir
    Path root;

    static Stream<Arguments> hostileNames() {
        return Stream.of(
                arguments("../evil.py", "has an entry `../evil.py` that has a `..` in its path"),
                arguments("demo/../../evil.py", "has an entry `demo/../../evil.py` that has a `..` in its path"),
                arguments("./evil.py", "has an entry `./evil.py` that has a `.` in its path"),
                arguments("demo//evil.py", "has an entry `demo//evil.py` that has a `` in its path"),
                arguments("/tmp/evil.py", "has an entry `/tmp/evil.py` that has an absolute path"),
                arguments("C:/evil.py", "has an entry `C:/evil.py` that has an absolute path"),
                arguments("demo\\evil.py", "has an entry `demo\\evil.py` that has a backslash in its name"),
                arguments("evil\0.py", "has an entry `evil\\x00.py` that has a control character in its name"),
                arguments("evil\n.py", "has an entry `evil\\x0a.py` that has a control character in its name"),
                arguments("demo/__init__.py/x", "has an entry `demo/__init__.py` that is both a file and a directory"),
                arguments(
                        "demo-1.0.data/other/x",
                        "has an entry `demo-1.0.data/other/x` that belongs to no known category of `.data`"),
                arguments(
                        "demo-1.0.data/x",
                        "has an entry `demo-1.0.data/x` that belongs to no known category of `.data`"),
                arguments(
                        "demo-1.0.data/purelib/demo/__init__.py",
                        "has an entry `site/demo/__init__.py` that occurs twice"),
                arguments(
                        "other-2.dist-info/METADATA",
                        "has several directories `.dist-info`: `demo-1.0.dist-info`, `other-2.dist-info`"));
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void namesThatLeaveTheWheelOrMeanTwoThings(String name, String message) {
        refused(demo().traversal(name), PythonError.WHEEL_REFUSED, WHEEL + message);
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                arguments(
                        demo().symlink("demo/link", "/etc/passwd"), "has an entry `demo/link` that is a symbolic link"),
                arguments(demo().special("demo/tty", 0020666), "has an entry `demo/tty` that is no ordinary file"),
                arguments(demo().duplicate("demo/__init__.py"), "has an entry `demo/__init__.py` that occurs twice"),
                arguments(
                        demo().extraFile("demo/caf\u00e9.py").duplicate("demo/cafe\u0301.py"),
                        "has an entry `demo/cafe\u0301.py` that occurs twice"),
                arguments(
                        demo().localHeaderNamed("demo/__init__.py", "demo/__evil__.py"),
                        "has an entry `demo/__init__.py` that has another name in its local header"),
                arguments(
                        demo().wrongCrc("demo/__init__.py"),
                        "has an entry `demo/__init__.py` that does not have its checksum"),
                arguments(
                        demo().corruptStream("demo/__init__.py"),
                        "has an entry `demo/__init__.py` that is damaged or does not have the 20 bytes it declares"),
                arguments(
                        demo().behindStream("demo/__init__.py", new byte[1]),
                        "has an entry `demo/__init__.py` that is damaged or does not have the 20 bytes it declares"),
                arguments(
                        demo().declaredSize("demo/__init__.py", 7),
                        "has an entry `demo/__init__.py` that is damaged or does not have the 7 bytes it declares"),
                arguments(
                        demo().declaredSize("demo/__init__.py", 99),
                        "has an entry `demo/__init__.py` that is damaged or does not have the 99 bytes it declares"),
                arguments(demo().truncated(200), "is cut off or no zip file"),
                arguments(demo().truncated(0), "is cut off or no zip file"));
    }

    static Stream<Arguments> identities() {
        return Stream.of(
                arguments(
                        demo().distInfoNamed("other-1.0.dist-info"),
                        "has the directory `other-1.0.dist-info`, which belongs to something else"),
                arguments(
                        demo().distInfoNamed("demo-2.0.dist-info"),
                        "has the directory `demo-2.0.dist-info`, which belongs to something else"),
                arguments(demo().wheelVersion("2.0"), "has the format version `2.0`; only 1 is known"),
                arguments(demo().withoutWheelFile(), "has no `demo-1.0.dist-info/WHEEL`"),
                arguments(demo().withoutMetadata(), "has no `demo-1.0.dist-info/METADATA`"),
                arguments(demo().withoutRecord(), "has no `demo-1.0.dist-info/RECORD`"),
                arguments(demo().metadataName("other"), "says in METADATA that it is `other` `1.0`"),
                arguments(demo().metadataVersion("2.0"), "says in METADATA that it is `demo` `2.0`"),
                arguments(demo().extraFile("demo/more.py"), "has an entry `demo/more.py` that is missing in RECORD"),
                arguments(
                        demo().missingFile("demo/__init__.py"),
                        "lists `demo/__init__.py` in RECORD but does not have it"));
    }

    @ParameterizedTest
    @MethodSource({"defects", "identities"})
    void whatIsDefectiveOrHostile(BrokenWheel wheel, String message) {
        refused(wheel, PythonError.WHEEL_REFUSED, WHEEL + message);
    }

    @Test
    void zipFilesThatAreNoWheels() throws IOException {
        Path file = root.resolve("demo-1.0-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("demo.py"));
        }
        try (WheelUnpacker unpacker = new WheelUnpacker()) {
            assertThatThrownBy(() -> unpacker.unpack(file, root.resolve("layer")))
                    .hasMessage(WHEEL + "has no directory `.dist-info`");
        }
    }

    @Test
    void contentWithAnotherHashThanRecordPromises() {
        String real = RecordFile.Row.of("", "__version__ = \"1.0\"\n".getBytes(StandardCharsets.UTF_8))
                .hash();
        String promised =
                RecordFile.Row.of("", "other".getBytes(StandardCharsets.UTF_8)).hash();
        refused(
                demo().wrongRecordHash("demo/__init__.py"),
                CoreError.HASH_MISMATCH,
                "wheel `demo-1.0-py3-none-any.whl`: `demo/__init__.py` has the hash `" + real
                        + "`, but RECORD promises `" + promised + "`");
    }

    @Test
    void archivesThatGrowBeyondReason() {
        UnpackLimits limits = new UnpackLimits(1000, 100, 250);
        refused(demo().bomb("demo/zeros", 2000).make(), limits, "unpacks to more than the 1000 bytes allowed");
        refused(
                demo().bomb("demo/zeros", 101 << 20).make(),
                UnpackLimits.standard(),
                "unpacks to more than 250 times its size, as only harmful archives do");
        refused(demo().make(), new UnpackLimits(1000, 2, 250), "has 4 entries, more than the 2 allowed");
    }

    private static BrokenWheel demo() {
        return WheelMaker.wheel("demo", "1.0").broken();
    }

    private void refused(BrokenWheel wheel, ErrorCode code, String message) {
        try (WheelUnpacker unpacker = new WheelUnpacker()) {
            Path file = wheel.make().writeTo(root);
            assertThatThrownBy(() -> unpacker.unpack(file, root.resolve("layer")))
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(code))
                    .hasMessage(message);
        }
        assertThat(root.resolve("evil.py")).doesNotExist();
    }

    private void refused(MadeWheel wheel, UnpackLimits limits, String message) {
        try (WheelUnpacker unpacker = new WheelUnpacker(1, limits)) {
            Path file = wheel.writeTo(root);
            assertThatThrownBy(() -> unpacker.unpack(file, root.resolve("layer")))
                    .hasMessage(WHEEL + message);
        }
    }
}
