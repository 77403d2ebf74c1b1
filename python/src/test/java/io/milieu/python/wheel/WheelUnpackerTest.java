package io.milieu.python.wheel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.testkit.BrokenWheel;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelUnpackerTest {
    @TempDir
    Path root;

    @Test
    void everyCategoryGoesToItsPlace() throws Exception {
        WheelManifest manifest = unpack(WheelMaker.wheel("Demo.Project", "1.0")
                .module("demo/__init__.py", "x = 1\n")
                .data("purelib", "pure.py", bytes("pure"))
                .data("platlib", "plat.py", bytes("plat"))
                .data("scripts", "run", bytes("#!python\nprint(1)\n"))
                .data("scripts", "shell", bytes("#!/bin/sh\n"))
                .data("data", "share/demo/a.txt", bytes("a"))
                .data("headers", "demo.h", bytes("h"))
                .consoleScript("demo", "demo:main")
                .make());
        assertThat(layer("site/demo/__init__.py")).hasContent("x = 1");
        assertThat(layer("site/pure.py")).hasContent("pure");
        assertThat(layer("site/plat.py")).hasContent("plat");
        assertThat(layer("scripts/run")).exists();
        assertThat(layer("data/share/demo/a.txt")).hasContent("a");
        assertThat(layer("headers/demo.h")).hasContent("h");
        assertThat(manifest.name()).isEqualTo("Demo.Project");
        assertThat(manifest.distInfo()).isEqualTo("demo_project-1.0.dist-info");
        assertThat(manifest.commands()).isEqualTo(Map.of("demo", "demo:main"));
        assertThat(manifest.pythonScripts()).isEqualTo(Set.of("run"));
        assertThat(manifest.topLevel()).containsExactly("demo", "plat", "pure");
        assertThat(manifest.data().text()).isEqualTo("dshare/ddemo/fa.txt/././");
        assertThat(manifest.site().text())
                .isEqualTo(
                        "fplat.py/fpure.py/ldemo/f__init__.py/./ddemo_project-1.0.dist-info/fINSTALLER/fMETADATA/fRECORD/"
                                + "fWHEEL/fentry_points.txt/./");
        assertThat(manifest.files()).isEqualTo(12);
    }

    @Test
    void theStoredManifestIsTheReturnedOne() throws Exception {
        WheelManifest manifest = unpack(WheelMaker.wheel("demo", "1.0")
                .file("demo/__init__.py", new byte[0])
                .file("demo/lib/liba.so", TinyElf.object("liba.so.1", "libz.so.1", "libc.so.6"))
                .consoleScript("demo", "demo:main")
                .data("scripts", "run", bytes("#!pythonw\n"))
                .make());
        assertThat(WheelManifest.read(root.resolve("layer")).text()).isEqualTo(manifest.text());
        assertThat(manifest.provides()).isEqualTo(Set.of("liba.so", "liba.so.1"));
        assertThat(manifest.foreign()).isEqualTo(Map.of("demo/lib", List.of("libz.so.1")));
        assertThat(manifest.pythonScripts()).isEqualTo(Set.of("run"));
    }

    @Test
    void librariesThatTheWheelHoldsItselfAreNotForeign() throws Exception {
        WheelManifest manifest = unpack(WheelMaker.wheel("demo", "1.0")
                .file("demo/__init__.py", new byte[0])
                .file("demo/mod.so", TinyElf.object("", "liba-1234.so.1", "libm.so.6", "ld-linux-x86-64.so.2"))
                .file("demo.libs/liba-1234.so.1", TinyElf.object("liba-1234.so.1"))
                .make());
        assertThat(manifest.foreign()).isEmpty();
        assertThat(manifest.provides()).isEqualTo(Set.of("liba-1234.so.1"));
    }

    @Test
    void filesAreReadOnlyAndOfTheModeOnlyExecutionCounts() throws Exception {
        unpack(WheelMaker.wheel("demo", "1.0").broken().setuid("demo/tool").make());
        assertThat(permissions("site/demo/__init__.py")).isEqualTo("r--r--r--");
        assertThat(permissions("site/demo/tool")).isEqualTo("r-xr-xr-x");
        assertThat((int) Files.getAttribute(layer("site/demo/tool"), "unix:mode") & 07000)
                .isZero();
        assertThat(permissions("site/demo-1.0.dist-info/RECORD")).isEqualTo("r--r--r--");
    }

    @Test
    void theRecordIsTheOneOfAnInstallation() throws Exception {
        unpack(WheelMaker.wheel("demo", "1.0")
                .module("demo/__init__.py", "")
                .data("data", "share/a", bytes("a"))
                .data("scripts", "shell", bytes("#!/bin/sh\n"))
                .data("scripts", "run", bytes("#!python\n"))
                .data("headers", "demo.h", bytes("h"))
                .file("demo-1.0.dist-info/INSTALLER", bytes("pip\n"))
                .file("demo-1.0.dist-info/REQUESTED", new byte[0])
                .make());
        RecordFile record = RecordFile.parse(Files.readString(layer("site/demo-1.0.dist-info/RECORD")));
        assertThat(record.rows())
                .extracting(RecordFile.Row::path)
                .containsExactly(
                        "demo/__init__.py",
                        "../../../share/a",
                        "../../../bin/shell",
                        "demo-1.0.dist-info/METADATA",
                        "demo-1.0.dist-info/WHEEL",
                        "demo-1.0.dist-info/INSTALLER",
                        "demo-1.0.dist-info/RECORD");
        assertThat(layer("site/demo-1.0.dist-info/INSTALLER")).hasContent("milieu");
        assertThat(layer("site/demo-1.0.dist-info/REQUESTED")).doesNotExist();
    }

    @Test
    void oldDefectsThatDoNoHarmAreAccepted() throws Exception {
        BrokenWheel signed = WheelMaker.wheel("demo", "1.0").broken();
        unpack(signed.extraFile("demo-1.0.dist-info/RECORD.jws")
                .caseCollision("demo/__init__.py")
                .make());
        assertThat(layer("site/demo-1.0.dist-info/RECORD.jws")).exists();
        assertThat(layer("site/DEMO/__INIT__.PY")).exists();
    }

    @Test
    void aLocalVersionMayBeMissingOnOneSide() throws Exception {
        WheelManifest manifest = unpack(WheelMaker.wheel("demo", "1.0")
                .broken()
                .metadataVersion("1.0+cpu")
                .make());
        assertThat(manifest.version()).isEqualTo("1.0+cpu");
    }

    @Test
    void namespacesDeclaredInInitAreSeen() throws Exception {
        WheelManifest manifest = unpack(WheelMaker.wheel("zope.demo", "1.0")
                .module("zope/__init__.py", "__import__('pkg_resources').declare_namespace(__name__)\n")
                .module("zope/demo/__init__.py", "")
                .make());
        assertThat(manifest.site().text()).startsWith("dzope/f__init__.py/ldemo/f__init__.py/././");
    }

    @Test
    void largeWheelsAreSplitAmongThreadsAndStayWhole() throws Exception {
        Random random = new Random(3);
        WheelMaker maker = WheelMaker.wheel("demo", "1.0");
        byte[][] contents = new byte[40][];
        for (int i = 0; i < contents.length; i++) {
            contents[i] = new byte[random.nextInt(1 << 20)];
            random.nextBytes(contents[i]);
            maker.file("demo/" + i % 7 + "/" + i, contents[i]);
        }
        for (MadeWheel wheel : List.of(maker.make(), maker.stored().make())) {
            Path layer = root.resolve("large" + wheel.bytes().length);
            try (WheelUnpacker unpacker = new WheelUnpacker(4, UnpackLimits.standard())) {
                unpacker.unpack(wheel.writeTo(root), layer);
            }
            for (int i = 0; i < contents.length; i++) {
                assertThat(layer.resolve("site/demo/" + i % 7 + "/" + i)).hasBinaryContent(contents[i]);
            }
        }
    }

    private WheelManifest unpack(MadeWheel wheel) throws IOException, InterruptedException {
        try (WheelUnpacker unpacker = new WheelUnpacker()) {
            return unpacker.unpack(wheel.writeTo(root), root.resolve("layer"));
        }
    }

    private Path layer(String path) {
        return root.resolve("layer").resolve(path);
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(layer(path)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
