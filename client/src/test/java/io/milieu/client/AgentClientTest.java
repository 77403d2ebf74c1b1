package io.milieu.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentClientTest {
    private static final String LEASED =
            "{\"lease\":\"e.1\",\"environment\":\"e\",\"pid\":1,\"command\":{\"argv\":[\"/e/bin/python\",\"w.py\"],"
                    + "\"variables\":{\"A\":\"1\"},\"unset\":[\"B\"],\"directory\":\"/d\"},\"launcher\":\"/l\"}";

    @TempDir
    Path folder;

    @Test
    void aLeaseIsUnderstood() throws IOException {
        try (Script agent = new Script(folder, List.of(whole(200, LEASED)));
                AgentClient client = new AgentClient(agent.socket)) {
            Lease lease = client.prepare(Wish.of("{\"pip\":[\"x\"]}", Map.of())
                    .running(List.of("python", "w.py"))
                    .withLauncher());
            assertThat(lease)
                    .isEqualTo(new Lease(
                            "e.1", "e", List.of("/e/bin/python", "w.py"), Map.of("A", "1"), List.of("B"), "/d", "/l"));
            assertThat(agent.requests.poll())
                    .startsWith("POST /v1/leases HTTP/1.1\r\n")
                    .contains("\"spec\":{\"pip\":[\"x\"]}", "\"command\":[\"python\",\"w.py\"]", "\"launcher\":true")
                    .contains("\"holder\":{\"pid\":" + ProcessHandle.current().pid() + "}");
        }
    }

    @Test
    void aConnectionIsUsedAgainAndOneThatIsGoneReplaced() throws IOException {
        try (Script agent = new Script(folder, List.of(whole(204, ""), whole(204, ""), "", whole(204, "")));
                AgentClient client = new AgentClient(agent.socket)) {
            client.release("e.1");
            client.release("e.2");
            assertThat(agent.connections).hasSize(1);
            // The third answer breaks off: the agent was restarted.
            client.release("e.3");
            assertThat(agent.connections).hasSize(2);
        }
    }

    @Test
    void chunksAreReadToo() throws IOException {
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n";
        try (Script agent = new Script(folder, List.of(chunked, whole(200, "ok")));
                AgentClient client = new AgentClient(agent.socket)) {
            client.renew("e.1", 30);
            assertThat(client.isReachable()).isTrue();
            assertThat(agent.connections).hasSize(1);
        }
    }

    @Test
    void eventsAreToldAsTheyCome() throws IOException {
        String events =
                ": here\n\nevent: planned\ndata: {\"event\":\"planned\"}\n\nevent: leased\ndata: " + LEASED + "\n\n";
        String stream = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        int half = events.length() / 2;
        for (String part : List.of(events.substring(0, half), events.substring(half))) {
            stream += Integer.toHexString(part.length()) + "\r\n" + part + "\r\n";
        }
        String failed =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n30\r\nevent: problem\ndata: {\"code\":\"x\",\"detail\":\"d\"}\n\n\r\n0\r\n\r\n";
        List<String> told = new ArrayList<>();
        try (Script agent = new Script(folder, List.of(stream + "0\r\n\r\n", failed));
                AgentClient client = new AgentClient(agent.socket)) {
            assertThat(client.prepare(Wish.of("{}", Map.of("PATH", "/bin")), told::add)
                            .name())
                    .isEqualTo("e.1");
            assertThat(told).containsExactly("{\"event\":\"planned\"}");
            assertThatThrownBy(() -> client.prepare(Wish.of("{}", Map.of("PATH", "/bin")), told::add))
                    .hasMessage("d");
        }
    }

    @Test
    void aProblemBecomesAFailureWithItsCode() throws IOException {
        String problem =
                "{\"status\":502,\"detail\":\"no such package\",\"code\":\"package-not-found\",\"hints\":[\"Check it.\"],\"retry\":false}";
        try (Script agent = new Script(folder, List.of(whole(502, problem), whole(403, "not you\n")));
                AgentClient client = new AgentClient(agent.socket)) {
            assertThatThrownBy(() -> client.prepare(Wish.of("{}", Map.of("PATH", "/bin"))))
                    .isInstanceOfSatisfying(AgentException.class, failure -> {
                        assertThat(failure).hasMessage("no such package");
                        assertThat(failure.code()).isEqualTo("package-not-found");
                        assertThat(failure.hints()).containsExactly("Check it.");
                        assertThat(failure.retryMayHelp()).isFalse();
                    });
            assertThatThrownBy(() -> client.release("e.1")).hasMessage("403: not you");
        }
    }

    @Test
    void withoutAnAgentThatIsSaid() {
        try (AgentClient client = new AgentClient(folder.resolve("none.sock"))) {
            assertThat(client.isReachable()).isFalse();
            assertThatThrownBy(() -> client.release("e.1"))
                    .isInstanceOfSatisfying(
                            AgentException.class,
                            failure -> assertThat(failure.code()).isEqualTo(AgentException.UNREACHABLE))
                    .hasMessageContaining("none.sock");
        }
    }

    @Test
    void theSocketIsTheOneOfTheUsersStore() {
        assertThat(AgentClient.socket(Map.of("HOME", "/h"))).hasToString("/h/.cache/milieu/agent/agent.sock");
        assertThat(AgentClient.socket(Map.of("MILIEU_STORE", "/s"))).hasToString("/s/agent/agent.sock");
        assertThat(AgentClient.socket(Map.of("MILIEU_AGENT", "/a.sock", "MILIEU_STORE", "/s")))
                .hasToString("/a.sock");
    }

    @Test
    void aWishDoesNotShowItsVariables() {
        assertThat(Wish.of("{}", Map.of("PATH", "/bin")).heldBy("job \"7\"", 5).json())
                .contains("{\"name\":\"job \\\"7\\\"\",\"ttl_seconds\":5}");
        assertThat(Wish.of("{}", Map.of("PATH", "/bin")).toString()).doesNotContain("/bin");
    }

    private static String whole(int status, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n\r\n" + body;
    }

    /** An agent that says what it was told to, one answer for each request; an empty one ends the connection. */
    private static final class Script implements AutoCloseable {
        final Path socket;
        final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        final BlockingQueue<SocketChannel> connections = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> answers;
        private final ServerSocketChannel server;

        Script(Path folder, List<String> answers) throws IOException {
            this.socket = folder.resolve("agent.sock");
            this.answers = new LinkedBlockingQueue<>(answers);
            this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
            Thread thread = new Thread(this::serve);
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            try {
                while (true) {
                    SocketChannel connection = server.accept();
                    connections.add(connection);
                    while (answer(connection)) {
                        // One connection after the other.
                    }
                    connection.close();
                }
            } catch (IOException closed) {
                answers.clear();
            }
        }

        private boolean answer(SocketChannel connection) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
            StringBuilder request = new StringBuilder();
            do {
                if (connection.read(buffer.clear()) < 0) {
                    return false;
                }
                request.append(StandardCharsets.UTF_8.decode(buffer.flip()));
            } while (!complete(request.toString()));
            requests.add(request.toString());
            String answer = String.valueOf(answers.poll());
            connection.write(StandardCharsets.UTF_8.encode(answer));
            return !answer.isEmpty();
        }

        private static boolean complete(String request) {
            int end = request.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            String length = request.substring(0, end).replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
            return request.substring(end + 4).getBytes(StandardCharsets.UTF_8).length >= Integer.parseInt(length);
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (SocketChannel each : connections) {
                each.close();
            }
        }
    }
}
