package io.milieu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SdistMakerTest {
    @TempDir
    Path directory;

    @Test
    void tarUnpacksTheDistribution() throws Exception {
        MadeSdist sdist =
                SdistMaker.sdist("My.Demo", "0.1").file("src/a.py", "a = 1\n").make();
        assertThat(sdist.fileName()).isEqualTo("my_demo-0.1.tar.gz");
        String file = sdist.writeTo(directory).toString();
        Process tar = new ProcessBuilder("tar", "-xzf", file, "-C", directory.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        assertThat(directory.resolve("my_demo-0.1/src/a.py")).hasContent("a = 1\n");
        assertThat(directory.resolve("my_demo-0.1/PKG-INFO"))
                .hasContent("Metadata-Version: 2.2\nName: My.Demo\nVersion: 0.1\n");
        assertThat(Files.readString(directory.resolve("my_demo-0.1/pyproject.toml")))
                .contains("version = \"0.1\"");
        assertThat(SdistMaker.sdist("My.Demo", "0.1")
                        .file("src/a.py", "a = 1\n")
                        .make()
                        .bytes())
                .isEqualTo(sdist.bytes());
    }
}
