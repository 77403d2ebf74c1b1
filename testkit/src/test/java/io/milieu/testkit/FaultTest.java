package io.milieu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultTest {
    private final MadeWheel demo = WheelMaker.wheel("demo", "1.0").make();
    private final IndexServer index = IndexServer.builder().add(demo).start();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        index.close();
        client.close();
    }

    private HttpRequest.Builder wheel() {
        return HttpRequest.newBuilder(index.fileUri(demo.fileName()));
    }

    private HttpResponse<byte[]> get() throws IOException, InterruptedException {
        return send(wheel());
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void failsSoOftenThenSucceeds() throws Exception {
        index.fault("*.whl", Fault.retryLater(503, Duration.ofSeconds(2)).times(2));
        assertThat(get().headers().firstValue("Retry-After")).contains("2");
        assertThat(get().statusCode()).isEqualTo(503);
        assertThat(get().statusCode()).isEqualTo(200);
        assertThat(index.count("*.whl")).isEqualTo(3);
        assertThat(index.requests()).extracting(RecordedRequest::status).containsExactly(503, 503, 200);
    }

    @Test
    void faultsHoldForMatchingPathsUntilCleared() throws Exception {
        index.fault("/files/*", Fault.status(404));
        assertThat(get().statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(index.uri())).statusCode()).isEqualTo(200);
        index.clearFaults();
        assertThat(get().statusCode()).isEqualTo(200);
    }

    @Test
    void credentialsAreAsked() throws Exception {
        index.fault("*", Fault.basicAuth("me", "secret"));
        HttpResponse<byte[]> refused = get();
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"index\"");
        String token = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
        assertThat(send(wheel().header("Authorization", "Basic " + token)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void truncatedBodyIsCutAfterItsFirstBytes() throws Exception {
        index.fault("*.whl", Fault.truncated(100));
        HttpResponse<InputStream> reply = client.send(wheel().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(reply.headers().firstValue("Content-Length")).contains("" + demo.bytes().length);
        assertThat(reply.body().readNBytes(100)).isEqualTo(Arrays.copyOf(demo.bytes(), 100));
        assertThatThrownBy(() -> reply.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void wrongBytesHaveTheRightLength() throws Exception {
        index.fault("*.whl", Fault.wrongBytes());
        assertThat(get().body()).hasSameSizeAs(demo.bytes()).isNotEqualTo(demo.bytes());
    }

    @Test
    void slowBodyTakesItsTime() throws Exception {
        long start = System.nanoTime();
        index.fault("*.whl", Fault.slow(demo.bytes().length * 10L));
        assertThat(get().body()).isEqualTo(demo.bytes());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(95));
    }

    @Test
    void rangeIsIgnored() throws Exception {
        index.fault("*.whl", Fault.ignoresRange());
        HttpResponse<byte[]> reply = send(wheel().header("Range", "bytes=0-9"));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(demo.bytes());
        assertThat(index.requests().getFirst().range()).contains("bytes=0-9");
    }

    @Test
    void headLies() throws Exception {
        index.fault("*.whl", Fault.headWithoutRanges());
        index.fault("*.whl", Fault.headWithLength(5));
        HttpResponse<byte[]> head = send(wheel().HEAD());
        assertThat(head.headers().firstValue("Accept-Ranges")).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("5");
        assertThat(send(wheel().header("Range", "bytes=0-9")).body()).hasSize(10);
    }

    @Test
    void redirectsLeadToAnotherServerOrNowhere() throws Exception {
        try (IndexServer other = IndexServer.builder().add(demo).start()) {
            index.fault("*.whl", Fault.redirectTo(other.root()));
            assertThat(get().body()).isEqualTo(demo.bytes());
            assertThat(other.count("*.whl")).isOne();
        }
        index.clearFaults();
        index.fault("*.whl", Fault.redirectLoop());
        assertThat(get().statusCode()).isEqualTo(302);
        assertThat(index.count("*.whl")).isGreaterThan(4);
    }

    @Test
    void pagesTurnIntoGarbageOrAnotherType() throws Exception {
        index.fault("/simple/*", Fault.garbage());
        index.fault("/simple/*", Fault.contentType("image/png"));
        HttpResponse<byte[]> page = send(HttpRequest.newBuilder(index.uri()));
        assertThat(page.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(page.body()).startsWith(0xff, 0xfe, 0);
    }

    @Test
    void heldReplyComesWhenReleased() throws Exception {
        for (Hold hold : new Hold[] {new Hold(), new Hold(10)}) {
            index.clearFaults();
            index.fault("*.whl", hold);
            CompletableFuture<HttpResponse<byte[]>> one =
                    client.sendAsync(wheel().build(), HttpResponse.BodyHandlers.ofByteArray());
            CompletableFuture<HttpResponse<byte[]>> two =
                    client.sendAsync(wheel().build(), HttpResponse.BodyHandlers.ofByteArray());
            hold.awaitArrivals(2);
            assertThat(one).isNotDone();
            assertThat(two).isNotDone();
            hold.release();
            assertThat(one.join().body()).isEqualTo(demo.bytes());
            assertThat(two.join().body()).isEqualTo(demo.bytes());
        }
    }

    @Test
    void ownFaultsSeeRequestAndHonestReply() throws Exception {
        index.fault(
                path -> path.endsWith(".whl"),
                (request, honest) -> honest.apply(request).with("X-Method", request.method()));
        assertThat(get().headers().firstValue("X-Method")).contains("GET");
    }

    @Test
    void directoryIsServedFromDisk() throws Exception {
        WheelMaker.wheel("big", "1")
                .file("big/data.bin", new byte[3_000_000])
                .stored()
                .make()
                .writeTo(directory);
        SdistMaker.sdist("source", "0.1").make().writeTo(directory);
        try (IndexServer served = IndexServer.builder().directory(directory).start()) {
            URI wheel = served.fileUri("big-1-py3-none-any.whl");
            HttpRequest.Builder range = HttpRequest.newBuilder(wheel).header("Range", "bytes=1000000-1999999");
            assertThat(send(HttpRequest.newBuilder(wheel)).body())
                    .isEqualTo(Files.readAllBytes(directory.resolve("big-1-py3-none-any.whl")));
            assertThat(send(range).body()).isEqualTo(new byte[1_000_000]);
            assertThat(new String(
                            send(HttpRequest.newBuilder(URI.create(wheel + ".metadata")))
                                    .body(),
                            StandardCharsets.UTF_8))
                    .isEqualTo("Metadata-Version: 2.1\nName: big\nVersion: 1\n");
            Pip.into(directory.resolve("target"))
                    .installs("--no-deps", "--index-url", served.uri().toString(), "big");
            assertThat(directory.resolve("target/big/data.bin")).hasSize(3_000_000);
        }
    }
}
