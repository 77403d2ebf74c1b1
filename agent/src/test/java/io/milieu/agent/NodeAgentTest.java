package io.milieu.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.agent.AgentClient.Answer;
import io.milieu.agent.build.GatedPart;
import io.milieu.agent.http.Address;
import io.milieu.core.Milieu;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.Node;
import io.milieu.testkit.FakeClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAgentTest {
    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final GatedPart part = new GatedPart();
    private Milieu milieu;
    private NodeAgent agent;
    private AgentClient client;

    @BeforeEach
    void start() {
        milieu = open();
        agent = NodeAgent.start(milieu, settings(Optional.empty(), Optional.empty()));
        client = new AgentClient(socket());
    }

    @AfterEach
    void stop() {
        agent.close();
        milieu.close();
    }

    @Test
    void anEnvironmentIsPreparedDescribedAndReleased() throws IOException {
        part.open("a");
        JsonObject lease = prepare("a", "\"pid\": " + SELF).json();
        String name = lease.string("lease").orElseThrow();
        assertThat(lease.number("pid", 0)).isEqualTo(SELF);
        assertThat(lease.object("command").strings("argv")).containsExactly("/bin/sh", "-c", "true");
        assertThat(client.ask("GET", "/v1/leases/" + name, "").json().string("lease"))
                .contains(name);
        assertThat(client.ask("GET", "/v1/leases", "").json().array("leases")).hasSize(1);
        assertThat(client.ask("GET", "/v1/environments", "").body()).contains("\"leases\":1");
        assertThat(client.ask(
                                "GET",
                                "/v1/environments/"
                                        + lease.string("environment").orElseThrow(),
                                "")
                        .body())
                .contains("\"lock\"");
        assertThat(client.ask("DELETE", "/v1/leases/" + name, "").status()).isEqualTo(204);
        assertThat(client.ask("DELETE", "/v1/leases/" + name, "").status()).isEqualTo(204);
        Answer gone = client.ask("GET", "/v1/leases/" + name, "");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.json().string("code")).contains("environment-unknown");
    }

    @Test
    void aNamedHolderHasOneLeaseThatEndsUnlessItIsRenewed() throws IOException {
        part.open("a");
        String first = lease("a", "\"name\": \"job 7\", \"ttl_seconds\": 30");
        clock.advance(Duration.ofSeconds(20));
        assertThat(lease("a", "\"name\": \"job 7\", \"ttl_seconds\": 30")).isEqualTo(first);
        clock.advance(Duration.ofSeconds(20));
        Answer renewed = client.ask("POST", "/v1/leases/" + first + "/renew", "{\"ttl_seconds\": 100}");
        assertThat(renewed.json().string("end"))
                .contains(clock.instant().plusSeconds(100).toString());
        clock.advance(Duration.ofSeconds(99));
        assertThat(client.ask("GET", "/v1/leases/" + first, "").status()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.ask("POST", "/v1/leases/" + first + "/renew", "").status())
                .isEqualTo(404);
    }

    @Test
    void aLauncherBecomesTheWorkerAndGoesWithItsLease() throws Exception {
        part.open("a");
        String body = body(
                "a",
                "\"pid\": " + SELF,
                ", \"command\": [\"sh\", \"-c\", \"echo $MADE-$KEPT-$0-$1; pwd\"]"
                        + ", \"variables\": {\"PATH\": \"/usr/bin:/bin\", \"KEPT\": \"kept\"}, \"launcher\": true");
        JsonObject lease = client.ask(
                        "POST",
                        "/v1/leases",
                        body.replace("\"spec\": {", "\"spec\": {\"env_vars\": {\"MADE\": \"it's\"}, "))
                .json();
        Path launcher = Path.of(lease.string("launcher").orElseThrow());
        assertThat(launcher).isAbsolute().isExecutable();
        ProcessBuilder worker = new ProcessBuilder(launcher.toString(), "zero", "one two").directory(folder.toFile());
        worker.environment().put("KEPT", "kept");
        Process process = worker.start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("it's-kept-zero-one two\n" + folder.toRealPath() + "\n");
        String name = lease.string("lease").orElseThrow();
        assertThat(exec(name, "a", "b")).isEqualTo("it's--a-b\n" + folder.toRealPath() + "\n");
        client.ask("DELETE", "/v1/leases/" + name, "");
        assertThat(launcher).doesNotExist();
        assertThat(exec(name)).contains("that lease has no launcher (any more)");
    }

    private String exec(String... words) throws IOException {
        Path here = Path.of("milieu-exec");
        Path program = (Files.exists(here) ? here : Path.of("..").resolve(here))
                .toAbsolutePath()
                .normalize();
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("MILIEU_STORE", folder.resolve("store").toString());
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void whoDoesNotWaitIsToldOfTheBuildAndAsksAgain() throws Exception {
        String body = body("slow", "\"pid\": " + SELF, ", \"wait\": false, \"requester\": \"job\"");
        Answer accepted = client.ask("POST", "/v1/leases", body);
        assertThat(accepted.status()).isEqualTo(202);
        String build = accepted.json().string("build").orElseThrow();
        part.begun.take();
        assertThat(client.ask("GET", "/v1/builds/" + build, "").json().string("state"))
                .contains("running");
        try (SocketChannel watching = client.open("GET", "/v1/builds/" + build + "/events", "")) {
            BufferedReader events = new BufferedReader(Channels.newReader(watching, StandardCharsets.UTF_8));
            await(events, ": watching");
            part.open("slow");
            await(events, "event: ready");
        }
        Answer ready = prepare("slow", "\"pid\": " + SELF);
        assertThat(ready.status()).isEqualTo(200);
        assertThat(client.ask("GET", "/v1/builds/" + build, "").status()).isEqualTo(404);
    }

    @Test
    void aBuildIsCancelledForThoseWhoWait() throws Exception {
        try (SocketChannel waiting = client.open("POST", "/v1/leases", body("slow", "\"pid\": " + SELF, ""))) {
            part.begun.take();
            JsonObject builds = client.ask("GET", "/v1/builds", "").json();
            String id = ((JsonObject) builds.array("builds").getFirst())
                    .string("build")
                    .orElseThrow();
            assertThat(client.ask("DELETE", "/v1/builds/" + id, "").status()).isEqualTo(204);
            String answer = new String(Channels.newInputStream(waiting).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 409").contains("\"code\":\"cancelled\"");
        }
    }

    @Test
    void wrongRequestsAreAnsweredWithWhatIsWrong() throws IOException {
        assertProblem("{", 400, "json-malformed", "malformed JSON");
        assertProblem("[]", 400, "usage", "must be a JSON object");
        assertProblem("{\"spec\": {}, \"colour\": 1}", 400, "usage", "`colour` is not known");
        assertProblem("{\"spec\": {\"pip\": 7}, \"holder\": {\"pid\": 1}}", 422, "spec-invalid", "pip");
        assertProblem("{\"spec\": {}}", 400, "usage", "`holder` must have");
        assertProblem("{\"spec\": {}, \"holder\": {\"pid\": 99999999}}", 400, "usage", "no process 99999999");
        assertProblem("{\"spec\": {}, \"holder\": {\"pid\": 1}, \"directory\": \"here\"}", 400, "usage", "absolute");
        assertProblem("{\"spec\": {}, \"holder\": {\"pid\": 1}, \"isolation\": \"vm\"}", 400, "usage", "vm");
        part.open("broken");
        Answer defect = prepare("broken", "\"pid\": " + SELF);
        assertThat(defect.status()).isEqualTo(500);
        assertThat(defect.json().string("code")).contains("defect");
        assertThat(client.ask("GET", "/v1/leases/nonsense", "").status()).isEqualTo(404);
        assertThat(client.ask("GET", "/v1/leases/" + "a".repeat(32) + "...%2f..%2fx", "")
                        .status())
                .isIn(400, 404);
    }

    @Test
    void aKilledAgentsSuccessorAdoptsItsLeases() throws IOException {
        part.open("a");
        String lease = lease("a", "\"pid\": " + SELF);
        // As a kill leaves it: nobody said goodbye, the socket is still there.
        agent.close();
        Files.createFile(socket());
        agent = NodeAgent.start(milieu, settings(Optional.empty(), Optional.empty()));
        assertThat(client.ask("GET", "/v1/leases/" + lease, "").status()).isEqualTo(200);
        assertThat(client.ask("POST", "/v1/gc", "{\"max_size\": \"1B\"}").json().array("removed"))
                .isEmpty();
        client.ask("DELETE", "/v1/leases/" + lease, "");
    }

    @Test
    void aSecondAgentOfOneSocketIsRefused() {
        assertThatThrownBy(() -> NodeAgent.start(milieu, settings(Optional.empty(), Optional.empty())))
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code()).isEqualTo(CoreError.IN_USE));
    }

    @Test
    void overTcpTheTokenMustBeShown() throws Exception {
        agent.close();
        agent = NodeAgent.start(milieu, settings(Optional.of(new Address.Tcp("127.0.0.1", 0)), Optional.of("word")));
        URI health = URI.create("http://127.0.0.1:" + agent.port() + "/healthz");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest without = HttpRequest.newBuilder(health).build();
            HttpRequest with = HttpRequest.newBuilder(health)
                    .header("Authorization", "Bearer word")
                    .build();
            assertThat(http.send(without, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            assertThat(http.send(with, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("ok\n");
        }
        assertThatThrownBy(() -> settings(Optional.of(new Address.Tcp("0.0.0.0", 0)), Optional.empty()))
                .isInstanceOf(MilieuException.class)
                .hasMessageContaining("needs a token");
    }

    @Test
    void figuresAndHealthAreTold() throws IOException {
        part.open("a");
        lease("a", "\"pid\": " + SELF);
        assertThat(client.ask("GET", "/healthz", "").body()).isEqualTo("ok\n");
        assertThat(client.ask("GET", "/readyz", "").json().bool("ready", false)).isTrue();
        String figures = client.ask("GET", "/metrics", "").body();
        assertThat(figures)
                .contains(
                        "milieu_leases 1.0",
                        "milieu_builds_total{outcome=\"ready\"} 1.0",
                        "milieu_requests_total{method=\"POST\"} 1.0");
        assertThat(client.ask("GET", "/metrics", "").body()).contains("milieu_requests_total{method=\"GET\"} 4.0");
    }

    private static void await(BufferedReader events, String line) throws IOException {
        String seen = events.readLine();
        while (seen != null && !seen.equals(line)) {
            seen = events.readLine();
        }
        assertThat(seen).isEqualTo(line);
    }

    private void assertProblem(String body, int status, String code, String detail) throws IOException {
        Answer answer = client.ask("POST", "/v1/leases", body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().string("code")).contains(code);
        assertThat(answer.json().string("detail").orElseThrow()).contains(detail);
    }

    private String lease(String name, String holder) throws IOException {
        return prepare(name, holder).json().string("lease").orElseThrow();
    }

    private Answer prepare(String name, String holder) throws IOException {
        return client.ask("POST", "/v1/leases", body(name, holder, ", \"command\": [\"/bin/sh\", \"-c\", \"true\"]"));
    }

    private static String body(String name, String holder, String more) {
        return "{\"spec\": {\"pip\": [\"" + name + "\"]}, \"holder\": {" + holder + "}" + more + "}";
    }

    private Milieu open() {
        return Milieu.open(folder.resolve("store"), List.of(part), new Node(folder.resolve("caches"), Map.of(), clock));
    }

    private Path socket() {
        return AgentSettings.socketOf(folder.resolve("store"));
    }

    private AgentSettings settings(Optional<Address.Tcp> tcp, Optional<String> token) {
        return new AgentSettings(socket(), tcp, token, 2);
    }
}
