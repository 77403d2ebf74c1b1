package io.milieu.python.index;

import static io.milieu.python.index.IndexFixture.DEMO;
import static io.milieu.python.index.IndexFixture.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.PackageName;
import io.milieu.testkit.Fault;
import io.milieu.testkit.IndexFeature;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import io.milieu.testkit.Reply;
import io.milieu.testkit.SdistMaker;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexPagesTest {
    private static final MadeWheel WHEEL =
            WheelMaker.wheel("demo", "1.0").requiresPython(">=3.8, <9").make();

    @TempDir
    Path folder;

    private IndexFixture fixture;

    @BeforeEach
    void makeFixture() {
        fixture = new IndexFixture(folder.resolve("cache"));
    }

    @Test
    void jsonAndHtmlTellTheSame() {
        List<List<ProjectFile>> answers = new ArrayList<>();
        try (IndexServer server = IndexServer.builder()
                .add(WHEEL, SdistMaker.sdist("demo", "1.0").make())
                .yanked(WHEEL.fileName(), "broken & bad")
                .start()) {
            answers.add(fixture.client(server).files(DEMO).files());
        }
        try (IndexServer server = IndexServer.builder()
                .add(WHEEL, SdistMaker.sdist("demo", "1.0").make())
                .yanked(WHEEL.fileName(), "broken & bad")
                .without(IndexFeature.JSON)
                .start()) {
            answers.add(fixture.client(server).files(DEMO).files());
        }
        assertThat(answers).allSatisfy(files -> {
            assertThat(files).hasSize(2);
            ProjectFile wheel =
                    files.stream().filter(ProjectFile::isWheel).findFirst().orElseThrow();
            assertThat(wheel.fileName()).isEqualTo(WHEEL.fileName());
            assertThat(wheel.requiresPython()).isEqualTo(">=3.8, <9");
            assertThat(wheel.yanked()).contains("broken & bad");
            assertThat(wheel.hashes()).hasSize(1);
            assertThat(wheel.sidecar().hashes()).hasSize(1);
        });
    }

    @Test
    void aPageThatWouldNotFitIntoMemoryIsRefused() {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            server.fault("*/demo/", (_, _) -> Reply.text(200, " ".repeat(33 << 20)));
            IndexClient client = fixture.client(server);
            assertThatThrownBy(() -> client.files(DEMO))
                    .hasMessage(
                            "could not download `" + server.uri() + "demo/`: the answer is larger than 33554432 bytes");
        }
    }

    @Test
    void theFirstIndexThatHasTheProjectWins() {
        try (IndexServer empty = IndexServer.builder().start();
                IndexServer first = IndexServer.builder().add(WHEEL).start();
                IndexServer second = IndexServer.builder()
                        .add(WheelMaker.wheel("demo", "9.0").make())
                        .start()) {
            assertThat(names(fixture.client(empty, first, second).files(DEMO))).containsExactly(WHEEL.fileName());
            assertThat(empty.count("/simple/demo/")).isEqualTo(1);
            assertThat(second.requests()).isEmpty();
        }
    }

    @Test
    void aRefusalIsNoReasonToAskTheNextIndex() {
        try (IndexServer closed = IndexServer.builder().start();
                IndexServer open = IndexServer.builder().add(WHEEL).start()) {
            closed.fault("*", Fault.basicAuth("me", "secret"));

            assertThatThrownBy(() -> fixture.client(closed, open).files(DEMO))
                    .hasMessage("the server of `" + closed.uri() + "demo/` refuses access (status 401)")
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FETCH_DENIED));
            assertThat(open.requests()).isEmpty();
        }
    }

    @Test
    void credentialsOfTheIndexOpenItsPagesAndFilesAndAreNotKept() throws IOException {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            server.fault("*", Fault.basicAuth("me", "secret"));
            IndexClient client =
                    fixture.client(IndexConfiguration.empty().withMainIndex(IndexFixture.withUser(server.uri())));
            ProjectFile file = client.files(DEMO).files().getFirst();
            client.metadata(file);
            client.download(file, folder.resolve("wheel"), _ -> {});

            assertThat(folder.resolve("wheel")).hasBinaryContent(WHEEL.bytes());
            assertThat(file.uri()).isEqualTo(server.fileUri(WHEEL.fileName()));
        }
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file)
                            .content(java.nio.charset.StandardCharsets.ISO_8859_1)
                            .doesNotContain("secret"));
        }
    }

    @Test
    void aPackageThatNobodyHas() {
        try (IndexServer one = IndexServer.builder().start();
                IndexServer two = IndexServer.builder().start()) {
            IndexConfiguration configuration =
                    IndexConfiguration.empty().withIndexes(List.of(IndexFixture.withUser(one.uri()), two.uri()));

            assertThatThrownBy(() -> fixture.client(configuration).files(PackageName.of("No_Such")))
                    .hasMessage("package `no-such` was not found in `"
                            + one.uri().toString().replace("//", "//****@") + "`, `" + two.uri() + "`")
                    .isInstanceOfSatisfying(MilieuException.class, e -> {
                        assertThat(e.code()).isEqualTo(PythonError.PACKAGE_NOT_FOUND);
                        assertThat(e.hints())
                                .containsExactly(
                                        "Check the spelling of the name.",
                                        "If it is in another index, name that with --index-url or --extra-index-url.");
                    });
        }
    }

    @Test
    void noSourceAtAll() {
        assertThatThrownBy(() -> fixture.client(IndexConfiguration.empty()).files(DEMO))
                .hasMessage("no package index is configured to look for `demo` in")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.INDEX_MISSING));
    }

    @Test
    void aPageIsAskedForOnceWhileItIsFresh() throws InterruptedException {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            IndexClient client = fixture.client(server);
            Thread[] threads = new Thread[20];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = Thread.startVirtualThread(() -> client.files(DEMO));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            fixture.clock.advance(Duration.ofSeconds(599));
            assertThat(names(fixture.client(server).files(DEMO))).containsExactly(WHEEL.fileName());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void anOldPageIsAskedForAgainAndRenewed() {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            fixture.client(server).files(DEMO);
            fixture.clock.advance(Duration.ofSeconds(601));
            assertThat(names(fixture.client(server).files(DEMO))).containsExactly(WHEEL.fileName());
            assertThat(names(fixture.client(server).files(DEMO))).containsExactly(WHEEL.fileName());

            assertThat(server.requests()).extracting(each -> each.status()).containsExactly(200, 304);

            server.publish(WheelMaker.wheel("demo", "2.0").make());
            fixture.clock.advance(Duration.ofSeconds(601));
            assertThat(names(fixture.client(server).files(DEMO))).hasSize(2);
        }
    }

    @Test
    void theServerSaysHowLongAPageIsFresh() {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            server.fault("/simple/*", (request, honest) -> honest.apply(request).with("Cache-Control", "max-age=5"));
            fixture.client(server).files(DEMO);
            fixture.clock.advance(Duration.ofSeconds(6));
            server.fault("/simple/*", (request, honest) -> honest.apply(request).with("Cache-Control", "no-cache"));
            fixture.client(server).files(DEMO);
            fixture.client(server).files(DEMO);

            assertThat(server.requests()).extracting(each -> each.status()).containsExactly(200, 304, 304);
        }
    }

    @Test
    void anOldPageIsBetterThanNoneWhileTheServerIsAway() {
        IndexServer server = IndexServer.builder()
                .add(WHEEL, WheelMaker.wheel("other", "1.0").make())
                .start();
        fixture.client(server).files(DEMO);
        fixture.client(server).files(PackageName.of("other"));
        server.close();
        fixture.clock.advance(Duration.ofDays(3));
        IndexClient client = fixture.client(server);

        assertThat(names(client.files(DEMO))).containsExactly(WHEEL.fileName());
        assertThat(names(client.files(PackageName.of("other")))).hasSize(1);
        assertThat(fixture.warnings)
                .containsExactly("could not download `" + server.uri()
                        + "demo/` after 2 attempts: connection to `127.0.0.1` refused; "
                        + "what this index said earlier is used");
        assertThatThrownBy(() -> client.files(PackageName.of("third")))
                .hasMessage("could not download `" + server.uri()
                        + "third/` after 2 attempts: connection to `127.0.0.1` refused");
    }

    @Test
    void afterAWeekOfSilenceAnOldPageIsNoAnswerAnyMore() {
        IndexServer server = IndexServer.builder().add(WHEEL).start();
        fixture.client(server).files(DEMO);
        server.close();
        fixture.clock.advance(Duration.ofDays(8));
        assertThatThrownBy(() -> fixture.client(server).files(DEMO))
                .hasMessage("could not download `" + server.uri()
                        + "demo/` after 2 attempts: connection to `127.0.0.1` refused; "
                        + "what this index said earlier is more than 7 days old")
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        e -> assertThat(e.hints()).containsExactly("With `--offline` it is used however old."));
    }

    @Test
    void aDamagedCacheIsAsGoodAsNone() throws IOException {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            IndexClient client = fixture.client(server);
            client.metadata(client.files(DEMO).files().getFirst());
            try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    bytes[bytes.length / 2]++;
                    Files.write(file, bytes);
                }
            }
            server.clearRequests();
            IndexClient again = fixture.client(server);
            assertThat(again.metadata(again.files(DEMO).files().getFirst())).startsWith("Metadata-Version: ");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void garbageInsteadOfAPage() {
        try (IndexServer server = IndexServer.builder().add(WHEEL).start()) {
            server.fault("/simple/*", Fault.garbage());
            assertThatThrownBy(() -> fixture.client(server).files(DEMO))
                    .hasMessageStartingWith("the page `" + server.uri() + "demo/` cannot be understood: ");
        }
    }

    @Test
    void compressedPages() {
        try (IndexServer server =
                IndexServer.builder().add(WHEEL).with(IndexFeature.GZIP).start()) {
            assertThat(names(fixture.client(server).files(DEMO))).containsExactly(WHEEL.fileName());
        }
    }

    @Test
    void anIndexInAFolder() {
        Path simple = IndexServer.builder().add(WHEEL).writeTo(folder.resolve("index"));
        IndexClient client = fixture.client(IndexConfiguration.empty().withMainIndex(simple.toUri()));
        ProjectFile file = client.files(DEMO).files().getFirst();

        assertThat(file.uri().getPath()).isEqualTo(folder + "/index/files/" + WHEEL.fileName());
        assertThat(client.metadata(file)).startsWith("Metadata-Version: ");
        client.download(file, folder.resolve("wheel"), _ -> {});
        assertThat(folder.resolve("wheel")).hasBinaryContent(WHEEL.bytes());
        assertThatThrownBy(() -> client.files(PackageName.of("other")))
                .hasMessage("package `other` was not found in `" + simple.toUri() + "`");
    }
}
