package io.milieu.ray.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.milieu.core.Milieu;
import io.milieu.core.plan.Node;
import io.milieu.ray.wire.CreateReply;
import io.milieu.ray.wire.CreateRequest;
import io.milieu.ray.wire.DeleteReply;
import io.milieu.ray.wire.DeleteRequest;
import io.milieu.ray.wire.InfoReply;
import io.milieu.ray.wire.InfoRequest;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** An agent in this process, and a raylet's way of talking to it. */
final class RunningAgent implements AutoCloseable {
    static final String NODE = "ab12";

    final NamedPart part = new NamedPart();
    final Milieu milieu;
    private final Path session;
    private final PipedOutputStream raylet = new PipedOutputStream();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    RunningAgent(Path folder, Map<String, String> variables) throws IOException, InterruptedException {
        session = Files.createDirectories(folder.resolve("session"));
        Files.createDirectories(session.resolve("logs"));
        Map<String, String> all = new HashMap<>(variables);
        all.putIfAbsent("PATH", System.getenv("PATH"));
        milieu = Milieu.open(
                folder.resolve("store"),
                List.of(part),
                new Node(folder.resolve("caches"), all, InstantSource.system()));
        PipedInputStream input = new PipedInputStream(raylet);
        try (WatchService watch = session.getFileSystem().newWatchService()) {
            session.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Thread.ofVirtual().start(() -> {
                try {
                    RayAgent.run(words(variables), milieu, input);
                    ended.complete(null);
                } catch (RuntimeException | InterruptedException e) {
                    ended.completeExceptionally(e);
                }
            });
            Path port = session.resolve("runtime_env_agent_port_" + NODE);
            while (!Files.exists(port) && !ended.isDone()) {
                // Nothing may come if it fails.
                var key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    key.reset();
                }
            }
            base = "http://127.0.0.1:" + Files.readString(port);
        }
    }

    private List<String> words(Map<String, String> variables) {
        List<String> words = new ArrayList<>(List.of("--node-id=" + NODE, "--node-ip-address=127.0.0.1"));
        words.addAll(List.of("--runtime-env-agent-port", "0", "--session-dir", session.toString()));
        words.addAll(List.of("--gcs-address", variables.getOrDefault("GCS", "127.0.0.1:1"), "--cluster-id-hex", "c1"));
        words.addAll(List.of(
                "--runtime-env-dir", session.resolve("runtime_resources").toString()));
        words.addAll(List.of("--log-dir", session.resolve("logs").toString(), "--temp-dir=/tmp"));
        words.addAll(List.of("--logging-rotate-bytes=1000000", "--logging-rotate-backup-count=2"));
        words.addAll(List.of("--a-flag-of-tomorrow", "value", "--another", "--ray-python", "/opt/python"));
        return words;
    }

    CreateReply create(String env) throws IOException, InterruptedException {
        return create(env, "");
    }

    CreateReply create(String env, String source) throws IOException, InterruptedException {
        CreateRequest request = CreateRequest.newBuilder()
                .setRuntimeEnv(env)
                .setJobId(ByteString.copyFromUtf8("01000000"))
                .setSource(source)
                .build();
        return ask("/get_or_create_runtime_env", request, CreateReply.parser());
    }

    DeleteReply delete(String env) throws IOException, InterruptedException {
        return ask(
                "/delete_runtime_env_if_possible",
                DeleteRequest.newBuilder()
                        .setRuntimeEnv(env)
                        .setSource("raylet")
                        .build(),
                DeleteReply.parser());
    }

    InfoReply info() throws IOException, InterruptedException {
        return ask("/get_runtime_envs_info", InfoRequest.getDefaultInstance(), InfoReply.parser());
    }

    HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    String log(String name) throws IOException {
        return Files.readString(session.resolve("logs").resolve(name));
    }

    /** The raylet ends; returns when the agent has. */
    void endRaylet() throws IOException, InterruptedException, ExecutionException {
        raylet.close();
        ended.get();
    }

    @Override
    public void close() throws IOException {
        raylet.close();
        ended.join();
        milieu.close();
        client.close();
    }

    private <M> M ask(String path, MessageLite request, Parser<M> parser) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = post(path, request.toByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + ": " + new String(response.body(), StandardCharsets.UTF_8));
        }
        return parser.parseFrom(response.body());
    }
}
