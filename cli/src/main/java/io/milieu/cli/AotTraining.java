package io.milieu.cli;

import io.milieu.agent.AgentSettings;
import io.milieu.agent.NodeAgent;
import io.milieu.core.Milieu;
import io.milieu.ray.agent.RayAgent;
import io.milieu.ray.wire.CreateRequest;
import io.milieu.ray.wire.DeleteRequest;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Goes the ways that should start fast, once, so that the ahead-of-time cache learns them: a command, the agent, the agent of a Ray node. Run by
 * {@code config/aot-cache} with the words of the command, the last of which is a package of a folder of wheels; nobody else needs it.
 */
final class AotTraining {
    private AotTraining() {}

    /** Trains; every step may fail and the cache is good all the same. */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("milieu-training");
        Terminal terminal = Terminal.of(System.out, System.err, System.getenv(), false);
        Main.run(List.of(words), terminal, System.getenv(), folder);
        try (Milieu milieu = Milieu.open(folder.resolve("store"), System.getenv(), InstantSource.system())) {
            agent(milieu, folder.resolve("agent.sock"));
            rayAgent(milieu, folder);
        }
    }

    private static void agent(Milieu milieu, Path socket) throws IOException {
        AgentSettings settings = new AgentSettings(socket, Optional.empty(), Optional.empty(), 2);
        try (NodeAgent _ = NodeAgent.start(milieu, settings)) {
            String wish =
                    "{\"spec\":{\"env_vars\":{\"A\":\"1\"}},\"command\":[\"sh\"],\"variables\":{\"PATH\":\"/usr/bin:/bin\"},\"holder\":{\"pid\":"
                            + ProcessHandle.current().pid() + "}}";
            ask(socket, "POST", "/v1/leases", wish);
            ask(socket, "GET", "/v1/leases", "");
            ask(socket, "POST", "/v1/leases", "{");
        }
    }

    private static void ask(Path socket, String method, String path, String body) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = method + " " + path + " HTTP/1.1\r\nHost: milieu\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            channel.write(StandardCharsets.UTF_8.encode(request));
            Channels.newInputStream(channel).readAllBytes();
        }
    }

    private static void rayAgent(Milieu milieu, Path folder) throws IOException, InterruptedException {
        Path port = folder.resolve("runtime_env_agent_port_1");
        List<String> flags = List.of(
                "--node-id=1",
                "--node-ip-address=127.0.0.1",
                "--runtime-env-agent-port=0",
                "--session-dir=" + folder,
                "--gcs-address=127.0.0.1:1",
                "--cluster-id-hex=1",
                "--runtime-env-dir=" + folder.resolve("resources"),
                "--log-dir=" + folder,
                "--logging-rotate-bytes=0",
                "--logging-rotate-backup-count=0",
                "--ray-python=python3");
        PipedOutputStream raylet = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(raylet);
        Thread agent = Thread.ofPlatform().start(() -> {
            try {
                RayAgent.run(flags, milieu, input);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        while (!Files.exists(port) && agent.isAlive()) {
            Thread.onSpinWait();
        }
        for (String env : List.of("{\"env_vars\": {\"A\": \"1\"}}", "{\"working_dir\": \"gcs://_ray_pkg_1.zip\"}")) {
            post(
                    port,
                    "/get_or_create_runtime_env",
                    CreateRequest.newBuilder().setRuntimeEnv(env).build().toByteArray());
            post(
                    port,
                    "/delete_runtime_env_if_possible",
                    DeleteRequest.newBuilder().setRuntimeEnv(env).build().toByteArray());
        }
        raylet.close();
        agent.join();
    }

    private static void post(Path port, String path, byte[] body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + Files.readString(port) + path);
            client.send(
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        }
    }
}
