package io.milieu.ray.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.ray.env.RayEnv;
import io.milieu.ray.worker.WorkerContext.Code;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerContextTest {
    private static final Code NO_CODE = new Code(Optional.empty(), List.of(), List.of());

    @Test
    void itHasTheFiveMembersThatRayKnows() {
        JsonObject json = (JsonObject) Json.parse(context("{}", NO_CODE, "").toJson());
        assertThat(json.members())
                .containsOnlyKeys(
                        "command_prefix", "env_vars", "py_executable", "override_worker_entrypoint", "java_jars");
        assertThat(json.string("py_executable")).contains("/opt/python");
    }

    @Test
    void codeComesFirstThenTheEnvironmentsOwnPathThenTheNodes() {
        Code code =
                new Code(Optional.of(Path.of("/wd")), List.of(Path.of("/m1"), Path.of("/m2")), List.of(Path.of("/j")));
        WorkerContext context = context("{\"env_vars\": {\"PYTHONPATH\": \"/own\"}}", code, "/node");
        assertThat(context.variables()).containsEntry("PYTHONPATH", "/m1:/m2:/wd:/own:/node");
        assertThat(context.prefix()).containsExactly("cd", "/wd", "&&");
        assertThat(context.jars()).containsExactly("/j");
    }

    @Test
    void withoutCodeThePathIsTheUsersOwnBusiness() {
        assertThat(context("{\"env_vars\": {\"PYTHONPATH\": \"/own\"}}", NO_CODE, "/node")
                        .variables())
                .containsEntry("PYTHONPATH", "/own");
        assertThat(context("{}", NO_CODE, "/node").variables()).isEmpty();
    }

    @Test
    void whatAShellReadsIsQuoted() {
        Code code = new Code(Optional.of(Path.of("/a b/it's")), List.of(), List.of());
        assertThat(context("{}", code, "").prefix()).containsExactly("cd", "'/a b/it'\"'\"'s'", "&&");
        assertThat(WorkerContext.of(RayEnv.parse("{}"), NO_CODE, Optional.empty(), "/with space/python", "")
                        .python())
                .isEqualTo("'/with space/python'");
    }

    @Test
    void anInterpreterOfTheUsersIsShellTextAsUnderRay() {
        assertThat(context("{\"py_executable\": \"uv run --isolated python\"}", NO_CODE, "")
                        .python())
                .isEqualTo("uv run --isolated python");
    }

    private static WorkerContext context(String env, Code code, String inherited) {
        return WorkerContext.of(RayEnv.parse(env), code, Optional.empty(), "/opt/python", inherited);
    }
}
