package io.milieu.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.spec.PackagesField.PackageDict;
import io.milieu.core.spec.PackagesField.PackageList;
import io.milieu.core.spec.PackagesField.RequirementsFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeEnvTest {

    @Test
    void everyFieldIsReadTyped() {
        RuntimeEnv env = RuntimeEnv.parse("""
                {"working_dir": "app", "py_modules": ["lib"], "pip": ["a", "b", "a"], "docker": {"image": "i"},
                 "env_vars": {"A": "1", "B": ""}, "py_executable": "python -X dev", "java_jars": ["x.jar"],
                 "excludes": ["*.log"], "config": {"eager_install": false, "log_files": ["l"]},
                 "validation_type": {"type": "custom", "command": ["python", "check.py"]}, "nsight": {"t": [1]}}""");

        assertThat(env.workingDir()).contains("app");
        assertThat(env.pyModules()).containsExactly("lib");
        assertThat(env.pip()).contains(new PackageList(List.of("a", "b")));
        assertThat(env.uv()).isEmpty();
        assertThat(env.conda()).isEmpty();
        assertThat(env.docker()).contains((JsonObject) Json.parse("{\"image\": \"i\"}"));
        assertThat(env.container()).isEmpty();
        assertThat(env.imageUri()).isEmpty();
        assertThat(env.envVars()).isEqualTo(Map.of("A", "1", "B", ""));
        assertThat(env.pyExecutable()).contains("python -X dev");
        assertThat(env.javaJars()).containsExactly("x.jar");
        assertThat(env.excludes()).containsExactly("*.log");
        assertThat(env.config()).isEqualTo(new SetupConfig(600, false, List.of("l")));
        assertThat(env.validationType()).contains(new Validation.Custom(List.of("python", "check.py")));
        assertThat(env.pluginFields()).isEqualTo(Map.of("nsight", Json.parse("{\"t\": [1]}")));
        assertThat(env.presentFields())
                .containsExactly(
                        "working_dir",
                        "py_modules",
                        "pip",
                        "docker",
                        "env_vars",
                        "py_executable",
                        "java_jars",
                        "excludes",
                        "config",
                        "validation_type",
                        "nsight");
    }

    @Test
    void theBuilderGivesTheSameSpecAsTheText() {
        RuntimeEnv built = RuntimeEnv.builder()
                .workingDir("app")
                .pyModules(List.of("lib"))
                .uv(List.of("a"))
                .envVar("A", "1")
                .envVars(Map.of("B", "2"))
                .pyExecutable("python3")
                .javaJars(List.of("x.jar"))
                .excludes(List.of("*.log"))
                .config(new SetupConfig(5, true, List.of()))
                .validationType(new Validation.Full())
                .field("plug", JsonValue.of(1))
                .build();

        assertThat(built).isEqualTo(RuntimeEnv.parse("""
                {"plug": 1, "validation_type": "full", "config": {"setup_timeout_seconds": 5}, "excludes": ["*.log"],
                 "java_jars": ["x.jar"], "py_executable": "python3", "env_vars": {"B": "2", "A": "1"}, "uv": ["a"],
                 "py_modules": ["lib"], "working_dir": "app"}"""));
        assertThatThrownBy(() ->
                        RuntimeEnv.builder().conda("base").pip(List.of("a")).build())
                .hasMessage("the runtime env has 1 problem:\n  $.pip: `pip` cannot be used together with `conda`");
    }

    @Test
    void packagesComeAsListAsFileOrWithOptions() {
        assertThat(RuntimeEnv.parse("{\"pip\": \"r.txt\"}").pip()).contains(new RequirementsFile("r.txt"));
        assertThat(RuntimeEnv.parse("{\"pip\": {\"packages\": \"r.txt\"}}").pip())
                .contains(new RequirementsFile("r.txt"));
        PackagesField dict = RuntimeEnv.parse("{\"uv\": {\"packages\": [\"a\", \"a\"], \"uv_version\": \"==1\"}}")
                .uv()
                .orElseThrow();
        assertThat(dict).isInstanceOfSatisfying(PackageDict.class, uv -> {
            assertThat(uv.packages()).isEqualTo(new PackageList(List.of("a")));
            assertThat(uv.dict().string("uv_version")).contains("==1");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " = ",
            quoteCharacter = '\u0000',
            value = {
                "{} = {\"working_dir\": null, \"pip\": [], \"env_vars\": {}, \"image_uri\": \"\", \"config\": {}, \"plug\": null}",
                "{} = {\"config\": {\"setup_timeout_seconds\": 600, \"eager_install\": true, \"log_files\": []}}",
                "{} = {\"pip\": {\"packages\": [], \"pip_check\": true}}",
                "{\"config\": {\"eager_install\": false}} = {\"config\": {\"log_files\": null, \"setup_timeout_seconds\": 6e2, \"eager_install\": false}}",
                "{\"pip\": [\"a\", \"b\"]} = {\"pip\": {\"packages\": [\"a\", \"b\", \"a\"], \"pip_check\": false, \"pip_version\": null}}",
                "{\"uv\": [\"a\"]} = {\"uv\": {\"uv_check\": false, \"packages\": [\"a\"]}}",
                "{\"pip\": \"r.txt\"} = {\"pip\": {\"packages\": \"r.txt\"}}",
                "{\"env_vars\": {\"A\": \"1\", \"B\": \"2\"}} = {\"env_vars\": {\"B\": \"2\", \"A\": \"1\"}}",
                "{\"plug\": {\"a\": 1, \"b\": [2.0]}} = {\"plug\": {\"b\": [2], \"a\": 1e0}}",
            })
    void specsThatMeanTheSameHaveOneId(String one, String other) {
        assertThat(RuntimeEnv.parse(other).id()).isEqualTo(RuntimeEnv.parse(one).id());
        assertThat(RuntimeEnv.parse(other).canonicalJson())
                .isEqualTo(RuntimeEnv.parse(one).canonicalJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '\u0000',
            value = {
                "{\"pip\": [\"a\", \"b\"]} | {\"pip\": [\"b\", \"a\"]}",
                "{\"pip\": [\"a\"]} | {\"uv\": [\"a\"]}",
                "{\"pip\": [\"a\"]} | {\"pip\": \"a\"}",
                "{\"pip\": [\"a\"]} | {\"pip\": {\"packages\": [\"a\"], \"pip_check\": true}}",
                "{\"pip\": [\"a\"]} | {\"pip\": {\"packages\": [\"a\"], \"pip_install_options\": []}}",
                "{\"py_modules\": [\"a\"]} | {\"py_modules\": [\"a\", \"a\"]}",
                "{\"config\": {\"setup_timeout_seconds\": 5}} | {\"config\": {\"setup_timeout_seconds\": 6}}",
                "{\"env_vars\": {\"AB\": \"C\"}} | {\"env_vars\": {\"A\": \"BC\"}}",
                "{\"plug\": \"1\"} | {\"plug\": 1}",
                "{\"plug\": false} | {}",
                "{\"plug\": {}} | {\"plug\": []}",
                "{\"plug\": 1e999999999} | {\"plug\": 1e999999998}",
            })
    void specsThatDifferHaveDifferentIds(String one, String other) {
        assertThat(RuntimeEnv.parse(other).id())
                .isNotEqualTo(RuntimeEnv.parse(one).id());
    }

    @Test
    void theCanonicalTextAndItsIdNeverChange() {
        RuntimeEnv env = RuntimeEnv.parse(
                "{\"pip\": {\"packages\": [\"é\"]}, \"config\": {}, \"env_vars\": {\"B\": \"\", \"A\": \"1\"}}");

        assertThat(env.canonicalJson()).isEqualTo("{\"env_vars\":{\"A\":\"1\",\"B\":\"\"},\"pip\":[\"é\"]}");
        // Checked with: printf '%s' TEXT | sha256sum
        assertThat(env.id()).hasToString("f3bc4ffb1989739ac520bf648c43d4da4338e2b8733369b499a525800c1866d6");
        assertThat(RuntimeEnv.EMPTY.id())
                .hasToString("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void valuesThatMayBeSecretAreNotInTheText() {
        assertThat(RuntimeEnv.parse("{\"env_vars\": {\"TOKEN\": \"secret\"}}")).hasToString("RuntimeEnv[env_vars]");
    }

    @Test
    void textThatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> RuntimeEnv.parse("{\"pip\": [\"a\"], \"pip\": [\"b\"]}"))
                .isInstanceOf(MilieuException.class)
                .isNotInstanceOf(SpecInvalidException.class)
                .hasMessageContaining("pip");
    }
}
