package io.milieu.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServiceTest {
    private static final int LARGEST = 1000;

    @TempDir
    Path folder;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch arrived = new CountDownLatch(1);

    private final Routes routes = Routes.none()
            .on("POST", "/echo", call -> Reply.of(200, "text/plain", call.body()))
            .on("GET", "/who", call -> Reply.text(200, call.caller().toString()))
            .on("GET", "/slow", call -> {
                arrived.countDown();
                gate.await();
                return Reply.text(200, "at last");
            })
            .on(
                    "GET",
                    "/stream",
                    call -> new Reply.Stream("text/event-stream", out -> {
                        out.write("one\n".getBytes(StandardCharsets.UTF_8));
                        out.flush();
                        gate.await();
                        out.write("two\n".getBytes(StandardCharsets.UTF_8));
                    }));

    @Test
    void bodiesComeBackOverTcp() throws IOException {
        try (HttpService service = tcp()) {
            assertThat(ask(at(service), post("hello")))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("hello");
            assertThat(ask(at(service), get("/who"))).contains("Remote[address=/127.0.0.1:");
        }
    }

    @Test
    void aSocketIsForItsUserAloneAndTellsWhoCalls() throws IOException {
        Path socket = folder.resolve("agent.sock");
        try (HttpService service = HttpService.start(routes, new Address.Unix(socket), LARGEST)) {
            assertThat(service.port()).isEqualTo(-1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            assertThat(ask(UnixDomainSocketAddress.of(socket), get("/who")))
                    .endsWith("Local[user=" + System.getProperty("user.name") + "]");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aSocketOfADeadAgentIsReplaced() throws IOException {
        Path socket = folder.resolve("agent.sock");
        Files.createFile(socket);
        try (HttpService _ = HttpService.start(routes, new Address.Unix(socket), LARGEST)) {
            assertThat(ask(UnixDomainSocketAddress.of(socket), post("x"))).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void bodiesHaveALimit() throws IOException {
        try (HttpService service = tcp()) {
            assertThat(ask(at(service), post("x".repeat(LARGEST)))).startsWith("HTTP/1.1 200");
            assertThat(ask(at(service), post("x".repeat(LARGEST + 1))))
                    .startsWith("HTTP/1.1 413")
                    .endsWith("a body may have 1000 bytes here\n");
        }
    }

    @Test
    void nonsenseIsRefusedAndTheServiceLives() throws IOException {
        try (HttpService service = tcp()) {
            assertThat(ask(at(service), "not http at all\r\n\r\n")).startsWith("HTTP/1.1 400");
            assertThat(ask(at(service), post("fine"))).endsWith("fine");
        }
    }

    @Test
    void whoWaitsHoldsUpNobody() throws Exception {
        try (HttpService service = tcp();
                SocketChannel slow = open(at(service))) {
            send(slow, get("/slow"));
            arrived.await();
            assertThat(ask(at(service), post("quick"))).endsWith("quick");
            gate.countDown();
            assertThat(read(slow)).endsWith("at last");
        }
    }

    @Test
    void aThousandConnectionsAreServed() throws IOException {
        try (HttpService service = tcp()) {
            List<SocketChannel> open = new ArrayList<>();
            try {
                for (int i = 0; i < 1000; i++) {
                    open.add(open(at(service)));
                }
                for (SocketChannel each : open) {
                    send(each, post("me too"));
                }
                for (SocketChannel each : open) {
                    assertThat(read(each)).endsWith("me too");
                }
            } finally {
                for (SocketChannel each : open) {
                    each.close();
                }
            }
        }
    }

    @Test
    void aStreamArrivesPieceByPiece() throws IOException {
        try (HttpService service = tcp();
                SocketChannel channel = open(at(service))) {
            send(channel, get("/stream"));
            StringBuilder seen = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (!seen.toString().contains("one")) {
                assertThat(channel.read(buffer)).isPositive();
                seen.append(StandardCharsets.UTF_8.decode(buffer.flip()));
                buffer.clear();
            }
            assertThat(seen).doesNotContain("two");
            gate.countDown();
            assertThat(read(channel)).contains("two");
        }
    }

    private HttpService tcp() throws IOException {
        return HttpService.start(routes, new Address.Tcp("127.0.0.1", 0), LARGEST);
    }

    private static SocketAddress at(HttpService service) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), service.port());
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    }

    private static String post(String body) {
        return "POST /echo HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String ask(SocketAddress address, String request) throws IOException {
        try (SocketChannel channel = open(address)) {
            send(channel, request);
            return read(channel);
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        channel.connect(address);
        return channel;
    }

    private static void send(SocketChannel channel, String request) throws IOException {
        channel.write(StandardCharsets.UTF_8.encode(request));
    }

    private static String read(SocketChannel channel) throws IOException {
        return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
}
