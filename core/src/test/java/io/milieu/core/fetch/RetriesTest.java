package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetriesTest {
    private final QuickWaiting waiting = new QuickWaiting();

    @Test
    void aBusyServerIsAskedAgainWithGrowingPauses() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (TinyServer server = new TinyServer(
                        exchange -> TinyServer.reply(exchange, asked.incrementAndGet() < 4 ? 503 : 200, "ok"));
                Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThat(fetcher.page(server.uri("/"), 10)).isInstanceOf(PageReply.Page.class);
            assertThat(waiting.pauses).hasSize(3);
            for (int i = 0; i < 3; i++) {
                assertThat(waiting.pauses.get(i)).isBetween(Duration.ofMillis(250L << i), Duration.ofMillis(500L << i));
            }
        }
    }

    @Test
    void theLastCauseAndTheNumberOfAttemptsAreTold() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 500, "broken"));
                Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 10))
                    .hasMessage("could not download `" + server.uri("/a")
                            + "` after 4 attempts: the server answered with status 500")
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.FETCH_FAILED));
            assertThat(server.asked).hasSize(4);
        }
    }

    @Test
    void aServerSaysWhenToComeBackUpToALimit() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (TinyServer server = new TinyServer(exchange -> {
                    switch (asked.incrementAndGet()) {
                        case 1 -> TinyServer.reply(exchange, 429, "", "Retry-After", "7");
                        case 2 -> TinyServer.reply(exchange, 503, "", "Retry-After", "99999");
                        default -> TinyServer.reply(exchange, 200, "ok");
                    }
                });
                Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThat(fetcher.page(server.uri("/"), 10)).isInstanceOf(PageReply.Page.class);
            assertThat(waiting.pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(60));
        }
    }

    @Test
    void otherErrorsAreNotRepeated() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.reply(exchange, 400, ""));
                Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 10))
                    .hasMessage("could not download `" + server.uri("/a") + "`: the server answered with status 400");
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void nobodyListening() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI uri = URI.create("http://me:secret@127.0.0.1:" + port + "/a");
        try (Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThatThrownBy(() -> fetcher.page(uri, 10))
                    .hasMessage("could not download `http://127.0.0.1:" + port
                            + "/a` after 4 attempts: connection to `127.0.0.1` refused");
        }
    }

    @Test
    void anUnknownHost() {
        try (Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThatThrownBy(() -> fetcher.page(URI.create("http://nowhere.invalid/a"), 10))
                    .hasMessage("could not download `http://nowhere.invalid/a` after 4 attempts: "
                            + "the host name `nowhere.invalid` cannot be resolved");
        }
    }

    @Test
    void aConnectionThatBreaksOffEachTime() throws IOException {
        try (TinyServer server = new TinyServer(exchange -> TinyServer.cut(exchange, new byte[5000], 100));
                Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            assertThatThrownBy(() -> fetcher.page(server.uri("/a"), 10_000))
                    .hasMessage("could not download `" + server.uri("/a")
                            + "` after 4 attempts: the connection ended after 100 of 5000 bytes");
        }
    }

    @Test
    void silenceIsAFailure(@TempDir Path folder) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        var limits = new FetchSettings.Limits(8, 4, Duration.ofSeconds(5), Duration.ofMillis(60));
        try (TinyServer server = new TinyServer(exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    awaitUninterruptibly(end);
                });
                Fetcher fetcher = FetchFixture.fetcher(
                        FetchFixture.settings()
                                .with(limits)
                                .with(new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ZERO)),
                        waiting)) {
            assertThatThrownBy(() ->
                            fetcher.download(server.uri("/a"), folder.resolve("a"), Expectation.nothing(), _ -> {}))
                    .hasMessage("could not download `" + server.uri("/a") + "` after 2 attempts: no data for 60 ms");
            end.countDown();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noMoreTransfersPerHostThanAllowed() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore arrived = new Semaphore(0);
        CountDownLatch go = new CountDownLatch(1);
        try (TinyServer server = new TinyServer(exchange -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    arrived.release();
                    awaitUninterruptibly(go);
                    running.decrementAndGet();
                    TinyServer.reply(exchange, 200, "ok");
                });
                Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings(), waiting)) {
            Thread[] callers = new Thread[20];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = Thread.startVirtualThread(() -> fetcher.page(server.uri("/"), 10));
            }
            arrived.acquire(4);
            go.countDown();
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(most.get()).isEqualTo(4);
            assertThat(server.asked).hasSize(20);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
