package io.milieu.ray.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.spec.RuntimeEnv;
import java.util.List;
import org.junit.jupiter.api.Test;

class RayEnvTest {
    @Test
    void theSpellingsOfRaysPythonAndItsCppAreOneEnvironment() {
        RayEnv python =
                RayEnv.parse("{\"env_vars\": {\"B\": \"2\", \"A\": \"1\"}, \"pip\": {\"packages\": [\"emoji\"]}}");
        RayEnv cpp = RayEnv.parse("{\"pip\":{\"packages\":[\"emoji\"]},\"env_vars\":{\"A\":\"1\",\"B\":\"2\"}}");
        assertThat(python.key()).isEqualTo(cpp.key());
        assertThat(python.received()).isNotEqualTo(cpp.received());
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("[]", "{", "\"x\"", "{\"a\": 1} {}")) {
            assertThatThrownBy(() -> RayEnv.parse(text))
                    .isInstanceOfSatisfying(
                            MilieuException.class,
                            failure -> assertThat(failure.code()).isEqualTo(CoreError.JSON_MALFORMED));
        }
        assertThat(RayEnv.parse("").needsEnvironment()).isFalse();
    }

    @Test
    void theWorkingDirectoryTakesThePlaceOfItsVariable() {
        RayEnv env = RayEnv.parse("""
                {"pip": {"packages": ["-r ${RAY_RUNTIME_ENV_CREATE_WORKING_DIR}/r.txt"], "pip_check": false},
                 "env_vars": {"PIP_CONFIG_FILE": "${RAY_RUNTIME_ENV_CREATE_WORKING_DIR}/pip.conf"},
                 "working_dir": "gcs://_ray_pkg_1.zip"}
                """);
        RuntimeEnv spec = env.spec("/code", 60);
        assertThat(spec.toJson().strings("pip")).containsExactly("-r /code/r.txt");
        assertThat(spec.envVars()).containsEntry("PIP_CONFIG_FILE", "/code/pip.conf");
        assertThat(spec.workingDir()).isEmpty();
        assertThat(spec.config().setupTimeoutSeconds()).isEqualTo(60);
        assertThat(env.workingDir()).contains("gcs://_ray_pkg_1.zip");
    }

    @Test
    void fieldsThatAreRaysOwnAreNotPluginsOfUsers() {
        RayEnv env = RayEnv.parse("""
                {"_ray_commit": "abc", "_inject_current_ray": true, "worker_process_setup_hook": "x", "mine": 1,
                 "_nsight": "default", "config": {}, "pip": ["a"]}
                """);
        assertThat(env.otherFields()).containsExactly("mine");
        assertThat(env.profiler()).contains("_nsight");
        assertThat(env.needsEnvironment()).isTrue();
        assertThat(RayEnv.parse("{\"env_vars\": {\"A\": \"1\"}}").needsEnvironment())
                .isFalse();
    }
}
