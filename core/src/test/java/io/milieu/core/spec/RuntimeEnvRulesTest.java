package io.milieu.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.milieu.core.error.CoreError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeEnvRulesTest {

    private static SpecInvalidException refusal(String json) {
        return catchThrowableOfType(SpecInvalidException.class, () -> RuntimeEnv.parse(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '\u0000',
            value = {
                "3 => $: must be an object, but is the number 3",
                "[] => $: must be an object, but is a list",
                "{\"working_dir\": 3} => $.working_dir: must be a string, but is the number 3",
                "{\"py_modules\": \"a\"} => $.py_modules: must be a list of strings, but is the string `a`",
                "{\"py_modules\": [\"a\", true]} => $.py_modules[1]: must be a string, but is the boolean true",
                "{\"pip\": 1.5} => $.pip: must be a list of strings, the path of a requirements file or an object, but is the number 1.5",
                "{\"pip\": [\"a\", null]} => $.pip[1]: must be a string, but is null",
                "{\"pip\": {\"pip_check\": true}} => $.pip: the key `packages` is missing",
                "{\"pip\": {\"packages\": 1}} => $.pip.packages: must be a list of strings or the path of a requirements file, but is the number 1",
                "{\"pip\": {\"packages\": [\"a\"], \"pip_check\": \"no\"}} => $.pip.pip_check: must be true or false, but is the string `no`",
                "{\"pip\": {\"packages\": [\"a\"], \"pip_version\": 24}} => $.pip.pip_version: must be a string, but is the number 24",
                "{\"pip\": {\"packages\": [\"a\"], \"pip_install_options\": \"-q\"}} => $.pip.pip_install_options: must be a list of strings, but is the string `-q`",
                "{\"pip\": {\"packages\": [\"a\"], \"uv_check\": true}} => $.pip.uv_check: unknown key; the allowed keys are `installer`, `packages`, `pip_check`, `pip_install_options`, `pip_version`",
                "{\"uv\": {\"packages\": \"r.txt\"}} => $.uv.packages: must be a list of strings, but is the string `r.txt`",
                "{\"uv\": {\"packages\": [\"a\"], \"x\": 1}} => $.uv.x: unknown key; the allowed keys are `installer`, `packages`, `uv_check`, `uv_pip_install_options`, `uv_version`",
                "{\"conda\": [\"a\"]} => $.conda: must be a string or an object, but is a list",
                "{\"docker\": \"img\"} => $.docker: must be an object, but is the string `img`",
                "{\"container\": 1} => $.container: must be an object, but is the number 1",
                "{\"image_uri\": {\"a\": 1}} => $.image_uri: must be a string, but is an object",
                "{\"env_vars\": [\"A=b\"]} => $.env_vars: must be an object of strings, but is a list",
                "{\"env_vars\": {\"N\": 3}} => $.env_vars.N: must be a string, but is the number 3",
                "{\"env_vars\": {\"a.b\": null}} => $.env_vars['a.b']: must be a string, but is null",
                "{\"env_vars\": {\"A=B\": \"\"}} => $.env_vars['A=B']: the name of a variable must not be empty or contain `=`",
                "{\"env_vars\": {\"\": \"\"}} => $.env_vars['']: the name of a variable must not be empty or contain `=`",
                "{\"env_vars\": {\"A\": \"x\\u0000\"}} => $.env_vars.A: must not contain a NUL character or half of a surrogate pair",
                "{\"plug\": [\"\\ud800\"]} => $.plug[0]: must not contain a NUL character or half of a surrogate pair",
                "{\"py_executable\": []} => $.py_executable: must be a string, but is a list",
                "{\"java_jars\": \"a.jar\"} => $.java_jars: must be a list of strings, but is the string `a.jar`",
                "{\"excludes\": {}} => $.excludes: must be a list of strings, but is an object",
                "{\"config\": 1} => $.config: must be an object, but is the number 1",
                "{\"config\": {\"setup_timeout_seconds\": 0}} => $.config.setup_timeout_seconds: must be -1 (no limit) or a whole number of seconds above 0, but is the number 0",
                "{\"config\": {\"setup_timeout_seconds\": -2}} => $.config.setup_timeout_seconds: must be -1 (no limit) or a whole number of seconds above 0, but is the number -2",
                "{\"config\": {\"setup_timeout_seconds\": 0.5}} => $.config.setup_timeout_seconds: must be -1 (no limit) or a whole number of seconds above 0, but is the number 0.5",
                "{\"config\": {\"setup_timeout_seconds\": 2147483648}} => $.config.setup_timeout_seconds: must be -1 (no limit) or a whole number of seconds above 0, but is the number 2147483648",
                "{\"config\": {\"eager_install\": 1}} => $.config.eager_install: must be true or false, but is the number 1",
                "{\"config\": {\"log_files\": [1]}} => $.config.log_files[0]: must be a string, but is the number 1",
                "{\"config\": {\"eager\": true}} => $.config.eager: unknown key; the allowed keys are `eager_install`, `log_files`, `setup_timeout_seconds`",
                "{\"validation_type\": \"none\"} => $.validation_type: must be `minimal`, `full` or an object with `type` and `command`, but is the string `none`",
                "{\"validation_type\": {\"type\": \"full\", \"command\": [\"a\"]}} => $.validation_type.type: must be `custom`, but is the string `full`",
                "{\"validation_type\": {\"type\": \"custom\"}} => $.validation_type: the key `command` is missing",
                "{\"validation_type\": {\"command\": [\"a\"]}} => $.validation_type: the key `type` is missing",
                "{\"validation_type\": {\"type\": \"custom\", \"command\": []}} => $.validation_type.command: must have at least the program to run",
                "{\"pip\": [\"a\"], \"conda\": \"b\"} => $.pip: `pip` cannot be used together with `conda`",
                "{\"conda\": \"b\", \"uv\": [\"a\"], \"pip\": \"r.txt\"} => $.pip: `pip` cannot be used together with `uv` and `conda`",
                "{\"docker\": {\"image\": \"i\"}, \"image_uri\": \"i\"} => $.docker: `docker` cannot be used together with `image_uri`",
                "{\"docker\": {\"image\": \"i\"}, \"container\": {\"image\": \"i\"}} => $.docker: `docker` cannot be used together with `container`",
                "{\"image_uri\": \"i\", \"pip\": [\"a\"], \"plug\": 1} => $.image_uri: `image_uri` can be used only with `config`, `env_vars` and `validation_type`, not with `pip` and `plug`",
                "{\"container\": {\"image\": \"i\"}, \"working_dir\": \"d\"} => $.container: `container` can be used only with `config`, `env_vars` and `validation_type`, not with `working_dir`",
            })
    void eachRuleHasItsMessage(String json, String problem) {
        assertThat(refusal(json)).hasMessage("the runtime env has 1 problem:\n  " + problem);
    }

    @Test
    void allProblemsAreReportedTogetherAsTextAndAsData() {
        SpecInvalidException refusal = refusal("""
                {"env_vars": {"N": 3}, "pip": false, "conda": "base", "working_dir": ["x"], "config": {"setup_timeout_seconds": "1"}}""");

        assertThat(refusal).hasMessage("""
                        the runtime env has 5 problems:
                          $.working_dir: must be a string, but is a list
                          $.pip: must be a list of strings, the path of a requirements file or an object, but is the boolean false
                          $.env_vars.N: must be a string, but is the number 3
                          $.config.setup_timeout_seconds: must be -1 (no limit) or a whole number of seconds above 0, but is the string `1`
                          $.pip: `pip` cannot be used together with `conda`""");
        assertThat(refusal.code()).isEqualTo(CoreError.SPEC_INVALID);
        assertThat(refusal.hints()).isEmpty();
        assertThat(refusal.problems())
                .hasSize(5)
                .contains(new Problem("$.env_vars.N", "must be a string, but is the number 3"));
    }

    @Test
    void credentialsInAWrongValueAreNotRepeated() {
        assertThat(refusal("{\"excludes\": \"https://me:secret@example.org/simple\"}"))
                .hasMessageEndingWith("but is the string `https://****@example.org/simple`");
    }

    @Test
    void aLongWrongValueIsCutShort() {
        assertThat(refusal("{\"excludes\": \"" + "x".repeat(500) + "\"}"))
                .hasMessageEndingWith("but is the string `" + "x".repeat(80) + "…`");
    }

    @Test
    void aMisspeltFieldIsLegalButAHintWhereAnythingElseIsWrong() {
        assertThat(RuntimeEnv.parse("{\"workingdir\": \"d\"}").pluginFields()).containsOnlyKeys("workingdir");
        assertThat(refusal("{\"workingdir\": \"d\", \"image_uri\": \"i\"}").hints())
                .isEqualTo(List.of("`workingdir` is taken for a plug-in field: did you mean `working_dir`?"));
    }

    @ParameterizedTest
    @CsvSource({
        "workingDir, WORKING_DIR",
        "working-dir, WORKING_DIR",
        "pypi, PIP",
        "pi, PIP",
        "env_var, ENV_VARS",
        "ENV, ",
        "nsight, ",
        "p, ",
        "'', ",
    })
    void aNearNameIsRecognised(String written, Field meant) {
        assertThat(Field.similarTo(written).orElse(null)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"image_uri\": \"i\", \"env_vars\": {\"A\": \"b\"}, \"config\": {\"eager_install\": false}, \"validation_type\": \"full\"}",
                "{\"container\": {\"image\": \"i\"}, \"env_vars\": {\"A\": \"b\"}}",
                "{\"docker\": {\"image\": \"i\"}, \"pip\": [\"a\"], \"working_dir\": \"d\"}",
                "{\"pip\": [\"a\"], \"conda\": null, \"uv\": []}",
                "{\"image_uri\": \"\", \"pip\": [\"a\"]}",
                "{\"config\": {\"setup_timeout_seconds\": -1}}",
            })
    void combinationsThatAreAllowedPass(String json) {
        assertThat(RuntimeEnv.parse(json).presentFields()).isNotEmpty();
    }
}
