package io.milieu.python.wheel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.testkit.WheelMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerCheckTest {
    @TempDir
    Path temp;

    private Path layer() throws Exception {
        Path file = WheelMaker.wheel("demo", "1.0")
                .module("demo/__init__.py", "x = 1\n")
                .data("scripts", "run", "#!/bin/sh\n".getBytes(UTF_8))
                .data("data", "bin/tool", "tool".getBytes(UTF_8))
                .data("data", "share/text", "text".getBytes(UTF_8))
                .make()
                .writeTo(temp);
        try (WheelUnpacker unpacker = new WheelUnpacker()) {
            unpacker.unpack(file, temp.resolve("layer"));
        }
        return temp.resolve("layer");
    }

    private static void write(Path file, String text) throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(file, text);
    }

    @Test
    void aLayerIsWholeAsItWasUnpacked() throws Exception {
        assertThat(LayerCheck.damaged(layer())).isEmpty();
    }

    @Test
    void everyKindOfDamageIsFound() throws Exception {
        Path layer = layer();
        List<String> files = List.of("data/bin/tool", "data/share/text", "scripts/run", "site/demo/__init__.py");
        for (String file : files.subList(0, 3)) {
            write(layer.resolve(file), "damaged");
        }
        Files.delete(layer.resolve(files.getLast()));
        assertThat(LayerCheck.damaged(layer)).containsExactlyInAnyOrderElementsOf(files);
        write(layer.resolve("site/demo-1.0.dist-info/RECORD"), "\0,sha256=x,");
        assertThat(LayerCheck.damaged(layer)).containsExactly("site/demo-1.0.dist-info/RECORD");
        write(layer.resolve("manifest.json"), "{");
        assertThat(LayerCheck.damaged(layer)).containsExactly("manifest.json");
    }
}
