package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WheelMakerTest {
    @TempDir
    Path directory;

    private static WheelMaker rich() {
        return WheelMaker.wheel("My.Demo", "1.0")
                .requiresDist("other>=2", "fast; extra == 'speed'")
                .requiresPython(">=3.8")
                .extras("speed")
                .metadataHeader("License", "MIT")
                .description("About it.\n")
                .buildTag("1a")
                .tag("py2.py3-none-any")
                .module("my_demo/__init__.py", "def main():\n    return 0\n")
                .file("my_demo/data, odd.bin", new byte[] {0, 1, 2})
                .file("my_demo/tool.sh", "#!/bin/sh\n".getBytes(UTF_8), 0755)
                .data("scripts", "my-script", "#!python\nprint(1)\n".getBytes(UTF_8))
                .data("data", "share/my/note.txt", "note".getBytes(UTF_8))
                .consoleScript("my-demo", "my_demo:main")
                .guiScript("my-window", "my_demo:main");
    }

    @Test
    void wheelHoldsWhatWasDescribed() throws IOException {
        MadeWheel wheel = rich().make();
        Map<String, String> entries = entries(wheel);
        assertThat(wheel.fileName()).isEqualTo("my_demo-1.0-1a-py2.py3-none-any.whl");
        assertThat(wheel.metadata()).isEqualTo("""
                Metadata-Version: 2.1
                Name: My.Demo
                Version: 1.0
                Requires-Dist: other>=2
                Requires-Dist: fast; extra == 'speed'
                Requires-Python: >=3.8
                Provides-Extra: speed
                License: MIT

                About it.
                """);
        assertThat(entries)
                .containsEntry("my_demo-1.0.dist-info/METADATA", wheel.metadata())
                .containsEntry("my_demo-1.0.dist-info/WHEEL", """
                        Wheel-Version: 1.0
                        Generator: testkit
                        Root-Is-Purelib: true
                        Tag: py2-none-any
                        Tag: py3-none-any
                        Build: 1a
                        """)
                .containsEntry("my_demo-1.0.dist-info/entry_points.txt", """
                        [console_scripts]
                        my-demo = my_demo:main

                        [gui_scripts]
                        my-window = my_demo:main
                        """);
        assertThat(entries.get("my_demo-1.0.dist-info/RECORD"))
                .startsWith("my_demo/__init__.py,sha256=EEPvUuiyFFOCNorP4yRHIPMZ9TmlTxVCqcPIV-09IRE,25\n"
                        + "\"my_demo/data, odd.bin\",sha256=")
                .endsWith("my_demo-1.0.dist-info/RECORD,,\n");
    }

    @Test
    void wheelWithoutContentHasOnePackage() throws IOException {
        assertThat(entries(WheelMaker.wheel("a-b", "2").make()))
                .containsEntry("a_b/__init__.py", "__version__ = \"2\"\n")
                .containsOnlyKeys(
                        "a_b/__init__.py",
                        "a_b-2.dist-info/METADATA",
                        "a_b-2.dist-info/WHEEL",
                        "a_b-2.dist-info/RECORD");
    }

    @Test
    void equalDescriptionsGiveEqualBytes() {
        assertThat(rich().make().bytes()).isEqualTo(rich().make().bytes());
        assertThat(rich().make().sha256Hex())
                .isNotEqualTo(rich().stored().make().sha256Hex());
    }

    @Test
    void pipInstallsDeflatedAndStoredWheels() throws Exception {
        for (WheelMaker maker : new WheelMaker[] {rich(), rich().stored(), rich().platlib()}) {
            Path target = Files.createTempDirectory(directory, "target");
            MadeWheel wheel = maker.make();
            Pip.into(target)
                    .installs(
                            "--no-index", "--no-deps", wheel.writeTo(directory).toString());
            assertThat(target.resolve("my_demo/data, odd.bin")).hasBinaryContent(new byte[] {0, 1, 2});
            assertThat(target.resolve("my_demo/tool.sh")).isExecutable();
            assertThat(target.resolve("bin/my-demo")).isExecutable();
            assertThat(target.resolve("bin/my-script")).isExecutable();
            assertThat(target.resolve("share/my/note.txt")).hasContent("note");
        }
    }

    static Map<String, String> entries(MadeWheel wheel) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(wheel.bytes()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), UTF_8));
            }
        }
        return entries;
    }
}
