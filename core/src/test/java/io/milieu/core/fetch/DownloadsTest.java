package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
    private static final byte[] CONTENT = content();
    private static final Expectation PROMISE =
            Expectation.of(Digest.of(CONTENT)).withSize(CONTENT.length);

    @TempDir
    Path folder;

    private static byte[] content() {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aFileArrivesVerifiedAndWithProgress() throws IOException {
        AtomicLong progress = new AtomicLong();
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, CONTENT));
                Fetcher fetcher = FetchFixture.fetcher()) {
            Expectation both = new Expectation(
                    CONTENT.length,
                    List.of(Checksum.of(HashAlgorithm.MD5, CONTENT), Checksum.of(HashAlgorithm.SHA512, CONTENT)));
            Download download = fetcher.download(server.uri("/f#x"), folder.resolve("f"), both, progress::set)
                    .orElseThrow();

            assertThat(folder.resolve("f")).hasBinaryContent(CONTENT);
            assertThat(progress).hasValue(CONTENT.length);
            assertThat(download.size()).isEqualTo(CONTENT.length);
            assertThat(download.sha256()).isEqualTo(Digest.of(CONTENT));
            assertThat(download.uri()).isEqualTo(server.uri("/f"));
            assertThat(download.hashes()).hasSize(3);
        }
    }

    @Test
    void aMissingFileIsAResultAndLeavesNothing() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 404, ""));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThat(fetcher.download(server.uri("/f"), folder.resolve("f"), PROMISE, _ -> {}))
                    .isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void wrongBytesAreRefusedWithBothHashesAndLeaveNothing() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[5]++;
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, wrong));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThatThrownBy(() -> fetcher.download(server.uri("/f"), folder.resolve("f"), PROMISE, _ -> {}))
                    .hasMessage("`" + server.uri("/f") + "` has the hash `sha256:" + Digest.of(wrong)
                            + "`, but `sha256:" + Digest.of(CONTENT) + "` was promised")
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.HASH_MISMATCH));
            assertThat(server.asked).hasSize(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatIsTooLongIsCutOff() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 200, CONTENT));
                Fetcher fetcher = FetchFixture.fetcher()) {
            assertThatThrownBy(() -> fetcher.download(
                            server.uri("/f?signature=secret"),
                            folder.resolve("f"),
                            Expectation.nothing().withSize(10),
                            _ -> {}))
                    .hasMessage("`" + server.uri("/f") + "?****` has more than the 10 bytes that were promised");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBrokenTransferContinuesWhereItBrokeOff() throws IOException {
        AtomicReference<String> condition = new AtomicReference<>("");
        try (TinyServer server = new TinyServer(exchange -> {
                    String range = TinyServer.header(exchange, "Range");
                    if (range.isEmpty()) {
                        TinyServer.cut(exchange, CONTENT, 100_000, "ETag", "\"v1\"");
                    }
                    condition.set(TinyServer.header(exchange, "If-Range"));
                    int from = Integer.parseInt(range.replaceAll("\\D", ""));
                    String part = "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length;
                    byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
                    TinyServer.reply(exchange, 206, rest, "Content-Range", part);
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            Download download = fetcher.download(server.uri("/f"), folder.resolve("f"), Expectation.nothing(), _ -> {})
                    .orElseThrow();

            assertThat(download.sha256()).isEqualTo(Digest.of(CONTENT));
            assertThat(server.asked).hasSize(2);
            assertThat(server.asked.getFirst()).isEqualTo("/f");
            assertThat(server.asked.getLast()).startsWith("/f bytes=");
            assertThat(condition).hasValue("\"v1\"");
        }
    }

    @Test
    void aServerThatBeginsAgainIsFollowed() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (TinyServer server = new TinyServer(exchange -> {
                    if (asked.incrementAndGet() == 1) {
                        TinyServer.cut(exchange, CONTENT, 100_000);
                    }
                    TinyServer.reply(exchange, 200, CONTENT);
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            fetcher.download(server.uri("/f"), folder.resolve("f"), PROMISE, _ -> {});
            assertThat(folder.resolve("f")).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void halvesThatDoNotFitAreFetchedAgainAsOne() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (TinyServer server = new TinyServer(exchange -> {
                    String range = TinyServer.header(exchange, "Range");
                    if (asked.incrementAndGet() == 1) {
                        TinyServer.cut(exchange, CONTENT, 100_000);
                    } else if (range.isEmpty()) {
                        TinyServer.reply(exchange, 200, CONTENT);
                    } else {
                        int from = Integer.parseInt(range.replaceAll("\\D", ""));
                        String part = "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length;
                        TinyServer.reply(exchange, 206, new byte[CONTENT.length - from], "Content-Range", part);
                    }
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            fetcher.download(server.uri("/f"), folder.resolve("f"), PROMISE, _ -> {});
            assertThat(folder.resolve("f")).hasBinaryContent(CONTENT);
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void localFilesAreVerifiedToo() throws IOException {
        Path source = Files.write(folder.resolve("source"), CONTENT);
        try (Fetcher fetcher = FetchFixture.fetcher()) {
            assertThat(fetcher.download(source.toUri(), folder.resolve("f"), PROMISE, _ -> {}))
                    .map(Download::sha256)
                    .contains(Digest.of(CONTENT));
            assertThat(fetcher.download(folder.resolve("none").toUri(), folder.resolve("g"), PROMISE, _ -> {}))
                    .isEmpty();
            assertThatThrownBy(() -> fetcher.download(
                            source.toUri(), folder.resolve("g"), Expectation.of(Digest.ofText("other")), _ -> {}))
                    .hasMessageContaining("sha256:" + Digest.ofText("other"));
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("source", "f");
    }

    @Test
    void interruptionEndsATransferAtOnceAndLeavesNothing() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (TinyServer server = new TinyServer(exchange -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    exchange.getResponseBody().write(CONTENT, 0, 1000);
                    exchange.getResponseBody().flush();
                    await(never);
                });
                Fetcher fetcher = FetchFixture.fetcher()) {
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    fetcher.download(server.uri("/f"), folder.resolve("f"), PROMISE, _ -> started.countDown());
                } catch (MilieuException e) {
                    failure.set(e);
                }
            });
            started.await();
            caller.interrupt();
            caller.join();
            never.countDown();

            assertThat(failure.get()).hasMessage("the download of `" + server.uri("/f") + "` was interrupted");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
