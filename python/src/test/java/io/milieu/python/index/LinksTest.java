package io.milieu.python.index;

import static io.milieu.python.index.IndexFixture.DEMO;
import static io.milieu.python.index.IndexFixture.links;
import static io.milieu.python.index.IndexFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.python.name.PackageName;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private static final MadeWheel WHEEL =
            WheelMaker.wheel("demo", "1.0").requiresDist("other").make();

    @TempDir
    Path folder;

    private IndexFixture fixture;
    private Path wheels;

    @BeforeEach
    void makeFolder() throws IOException {
        fixture = new IndexFixture(folder.resolve("cache"));
        wheels = Files.createDirectory(folder.resolve("wheels dir"));
        Files.write(wheels.resolve(WHEEL.fileName()), WHEEL.bytes());
        Files.writeString(wheels.resolve("demo-2.0.tar.gz"), "");
        Files.writeString(wheels.resolve("demo-tools-1.0.tar.gz"), "");
        Files.writeString(wheels.resolve("demo-nonsense.whl"), "");
        Files.writeString(wheels.resolve("README"), "");
    }

    @Test
    void aFolderOfFiles() {
        IndexClient client = fixture.client(links(wheels));
        assertThat(names(client.files(DEMO))).containsExactly(WHEEL.fileName(), "demo-2.0.tar.gz");
        assertThat(client.metadata(client.files(DEMO).files().getFirst())).contains("Requires-Dist: other\n");
        assertThat(names(fixture.client(links(wheels.toUri())).files(DEMO))).hasSize(2);
        assertThatThrownBy(() -> client.files(PackageName.of("other")))
                .hasMessage("package `other` was not found in `" + wheels + "`");
    }

    @Test
    void aSingleFile() {
        IndexClient client = fixture.client(links(wheels.resolve(WHEEL.fileName())));
        assertThat(names(client.files(DEMO))).containsExactly(WHEEL.fileName());
    }

    @Test
    void aPageAndAFileOnAServer() {
        try (IndexServer server = IndexServer.builder()
                .add(WHEEL, WheelMaker.wheel("other", "1.0").make())
                .start()) {
            assertThat(names(fixture.client(links(server.findLinksUri())).files(DEMO)))
                    .containsExactly(WHEEL.fileName());

            ProjectFile file = fixture.client(links(server.fileUri(WHEEL.fileName()) + "#sha256=ab"))
                    .files(DEMO)
                    .files()
                    .getFirst();
            assertThat(file.uri()).isEqualTo(server.fileUri(WHEEL.fileName()));
            assertThat(file.identity()).contains("sha256:ab");
        }
    }

    @Test
    void aPageOnDiskLinksRelatively() throws IOException {
        Path page =
                Files.writeString(folder.resolve("links.html"), "<a href='wheels dir/" + WHEEL.fileName() + "'>x</a>");
        ProjectFile file = fixture.client(links(page)).files(DEMO).files().getFirst();
        assertThat(Path.of(file.uri())).isEqualTo(wheels.resolve(WHEEL.fileName()));
    }

    @Test
    void linksAreMergedWithTheIndexAndComeFirst() {
        try (IndexServer server = IndexServer.builder()
                .add(WHEEL, WheelMaker.wheel("demo", "3.0").make())
                .start()) {
            ProjectPage page =
                    fixture.client(links(wheels).withMainIndex(server.uri())).files(DEMO);
            assertThat(names(page)).containsExactly(WHEEL.fileName(), "demo-2.0.tar.gz", "demo-3.0-py3-none-any.whl");
            assertThat(page.files().getFirst().uri().getScheme()).isEqualTo("file");
        }
    }

    @Test
    void aPlaceThatDoesNotExistIsAWarning() {
        IndexClient client = fixture.client(
                links(wheels).withFindLinks(folder.resolve("none").toString()));
        assertThat(names(client.files(DEMO))).hasSize(2);
        assertThat(fixture.warnings)
                .containsExactly("there is nothing at `" + folder.resolve("none") + "`, which is searched for links");
    }
}
