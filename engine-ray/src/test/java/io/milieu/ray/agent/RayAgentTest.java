package io.milieu.ray.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.ray.gcs.FakeControlStore;
import io.milieu.ray.wire.AgentStatus;
import io.milieu.ray.wire.CreateReply;
import io.milieu.ray.wire.EnvState;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RayAgentTest {
    private static final String EMOJI = "{\"pip\": {\"packages\": [\"emoji\"]}}";
    private static final String EMOJI_OF_CPP = "{\"pip\":{\"packages\":[\"emoji\"]}}";

    @TempDir
    Path folder;

    @Test
    void anEnvironmentIsMadeLeasedAndGivenBack() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            JsonObject context = context(agent.create(EMOJI));
            assertThat(context.string("py_executable").orElseThrow()).endsWith("/bin/python");
            assertThat(context.object("env_vars").string("PATH").orElseThrow()).endsWith("/bin:${PATH}");
            assertThat(context.object("env_vars").string("VIRTUAL_ENV")).isPresent();
            assertThat(agent.milieu.leases().list()).hasSize(1);

            assertThat(agent.create(EMOJI_OF_CPP).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
            assertThat(agent.part.resolved).hasValue(1);
            assertThat(agent.info().getStatesList()).hasSize(1);
            assertThat(agent.info().getStates(0).getReferences()).isEqualTo(2);
            assertThat(agent.info().getStates(0).getRuntimeEnv()).isEqualTo(EMOJI);

            assertThat(agent.delete(EMOJI).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
            assertThat(agent.milieu.leases().list()).hasSize(1);
            assertThat(agent.delete(EMOJI_OF_CPP).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
            assertThat(agent.milieu.leases().list()).isEmpty();
            assertThat(agent.info().getTotal()).isZero();
        }
    }

    @Test
    void oneUseTooManyEndedIsAFailure() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            assertThat(agent.delete(EMOJI).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_FAILED);
            assertThat(agent.delete(EMOJI).getError())
                    .startsWith("[Node 127.0.0.1] ")
                    .contains("is not in use");
        }
    }

    @Test
    void aServerForClientsIsNotCounted() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            assertThat(agent.create(EMOJI, "client_server").getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
            assertThat(agent.info().getStates(0).getReferences()).isZero();
            agent.create(EMOJI);
            agent.delete(EMOJI);
            assertThat(agent.milieu.leases().list()).isEmpty();
        }
    }

    @Test
    void aFailureIsToldListedAndNotCounted() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            CreateReply reply = agent.create("{\"pip\": {\"packages\": [\"missing\"]}}");
            assertThat(reply.getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_FAILED);
            assertThat(reply.getError())
                    .isEqualTo(
                            "[Node 127.0.0.1] error[fetch-failed]: there is no `missing`\nhint: Ask for something else.");
            EnvState state = agent.info().getStates(0);
            assertThat(state.getSuccess()).isFalse();
            assertThat(state.getError()).contains("there is no `missing`");
            assertThat(state.getReferences()).isZero();
            assertThat(agent.log("runtime_env_agent.log")).contains("ERROR\terror[fetch-failed]");
            assertThat(agent.log("runtime_env_setup-01000000.log")).contains("there is no `missing`");
        }
    }

    @Test
    void anotherRayIsRefusedBeforeItIsMade() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            assertThat(agent.create("{\"pip\": {\"packages\": [\"ray==1\"]}}").getError())
                    .contains("Changing the ray version is not allowed", "ray 1");
            assertThat(agent.milieu.environments()).isEmpty();
        }
    }

    @Test
    void aMissingInterpreterIsToldAtOnce() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            assertThat(agent.create("{\"py_executable\": \"/no/such/python -X dev\"}")
                            .getError())
                    .contains("error[command-failed]", "/no/such/python");
            assertThat(context(agent.create("{\"py_executable\": \"sh -c 'x'\"}"))
                            .string("py_executable"))
                    .contains("sh -c 'x'");
        }
    }

    @Test
    void nonsenseIsAnsweredAndTheAgentLives() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[random.nextInt(1, 300)];
                random.nextBytes(noise);
                HttpResponse<byte[]> response = agent.post("/get_or_create_runtime_env", noise);
                assertThat(response.statusCode()).isIn(200, 400);
            }
            assertThat(agent.post("/other", new byte[0]).statusCode()).isEqualTo(404);
            for (String env :
                    List.of("{", "[]", "null", "{\"pip\": 7}", "{\"pip\": {\"packages\": [\"a\"], \"x\": 1}}")) {
                CreateReply reply = agent.create(env);
                assertThat(reply.getStatus()).as(env).isEqualTo(AgentStatus.AGENT_STATUS_FAILED);
                assertThat(reply.getError()).startsWith("[Node 127.0.0.1] error[");
            }
            assertThat(agent.create(EMOJI).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
        }
    }

    @Test
    void aControlStoreThatIsGoneFailsThatEnvironmentOnly() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of("GCS", "127.0.0.1:1"))) {
            assertThat(agent.create("{\"working_dir\": \"gcs://_ray_pkg_1.zip\"}")
                            .getError())
                    .contains("error[fetch-failed]", "gcs://_ray_pkg_1.zip", "127.0.0.1:1");
            assertThat(agent.create(EMOJI).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
        }
    }

    @Test
    void aPackageOfHalfAGigabyteIsTakenOrRefusedWithoutHarm() throws Exception {
        try (FakeControlStore store = new FakeControlStore();
                RunningAgent agent = new RunningAgent(folder, Map.of("GCS", store.address()))) {
            store.values.put("gcs://_ray_pkg_big.zip", new byte[64 << 20]);
            assertThat(agent.create("{\"working_dir\": \"gcs://_ray_pkg_big.zip\"}")
                            .getError())
                    .contains("error[archive-refused]");
            assertThat(agent.create(EMOJI).getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
        }
    }

    @Test
    void whereATokenIsWantedItMustBeShown() throws Exception {
        Map<String, String> variables = Map.of("RAY_AUTH_MODE", "token", "RAY_AUTH_TOKEN", "right");
        try (RunningAgent agent = new RunningAgent(folder, variables)) {
            String path = "/get_runtime_envs_info";
            assertThat(agent.post(path, new byte[0]).statusCode()).isEqualTo(401);
            assertThat(text(agent.post(path, new byte[0], "Authorization", "Bearer wrong")))
                    .isEqualTo("Forbidden: Invalid authentication token");
            assertThat(agent.post(path, new byte[0], "Authorization", "Bearer right")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(agent.post(path, new byte[0], "x-ray-authorization", "Bearer right")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(agent.post(path, new byte[0], "Cookie", "a=b; ray-authentication-token=right")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aTokenThatNobodyHasLetsNobodyIn() throws Exception {
        Map<String, String> variables = Map.of("RAY_AUTH_MODE", "token", "HOME", folder.toString());
        try (RunningAgent agent = new RunningAgent(folder, variables)) {
            assertThat(agent.post("/get_runtime_envs_info", new byte[0], "Authorization", "Bearer ")
                            .statusCode())
                    .isIn(401, 403);
        }
    }

    @Test
    void manyAtOnceAreServedAndCountedRight() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<CreateReply>> creates = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                String env = "{\"pip\": {\"packages\": [\"p" + i % 10 + "\"]}}";
                creates.add(() -> agent.create(env));
            }
            for (Future<CreateReply> each : threads.invokeAll(creates)) {
                assertThat(each.get().getStatus()).isEqualTo(AgentStatus.AGENT_STATUS_OK);
            }
            assertThat(agent.part.resolved).hasValue(10);
            assertThat(agent.info().getStatesList())
                    .extracting(EnvState::getReferences)
                    .containsOnly(100L);
            assertThat(agent.milieu.leases().list()).hasSize(10);
        }
    }

    @Test
    void itEndsWithItsRayletAndNoSecretIsInItsLogs() throws Exception {
        try (RunningAgent agent = new RunningAgent(folder, Map.of())) {
            agent.create("{\"pip\": {\"packages\": [\"emoji\"]}, \"env_vars\": {\"KEY\": \"hush-hush\"}}");
            agent.endRaylet();
            assertThat(agent.log("runtime_env_agent.log"))
                    .contains("the raylet has ended")
                    .doesNotContain("hush-hush");
            assertThat(agent.log("runtime_env_setup-01000000.log"))
                    .contains("is ready")
                    .doesNotContain("hush-hush");
        }
        assertThat(folder.resolve("session/runtime_env_agent_port_" + RunningAgent.NODE))
                .satisfies(file ->
                        assertThat(Integer.parseInt(Files.readString(file))).isPositive());
    }

    private static JsonObject context(CreateReply reply) {
        assertThat(reply.getError()).isEmpty();
        return (JsonObject) Json.parse(reply.getContext());
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
