package io.milieu.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InheritanceTest {

    private static RuntimeEnv inherit(String parent, String child) {
        return RuntimeEnv.inherit(RuntimeEnv.parse(parent), RuntimeEnv.parse(child));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " + ",
            quoteCharacter = '\u0000',
            value = {
                "{} + {} + {}",
                "{\"pip\": [\"a\"]} + {} + {\"pip\": [\"a\"]}",
                "{} + {\"pip\": [\"a\"]} + {\"pip\": [\"a\"]}",
                "{\"pip\": [\"a\"]} + {\"pip\": [\"b\"]} + {\"pip\": [\"b\"]}",
                "{\"pip\": [\"a\"]} + {\"pip\": null} + {\"pip\": [\"a\"]}",
                "{\"pip\": [\"a\"]} + {\"working_dir\": \"d\"} + {\"pip\": [\"a\"], \"working_dir\": \"d\"}",
                "{\"env_vars\": {\"A\": \"1\", \"B\": \"1\"}} + {\"env_vars\": {\"B\": \"2\", \"C\": \"2\"}} + {\"env_vars\": {\"A\": \"1\", \"B\": \"2\", \"C\": \"2\"}}",
                "{\"config\": {\"eager_install\": false}} + {\"config\": {\"setup_timeout_seconds\": 600}} + {}",
                "{\"plug\": {\"a\": 1}} + {\"plug\": {\"b\": 1}} + {\"plug\": {\"b\": 1}}",
            })
    void theChildWinsFieldByFieldAndVariablesMerge(String parent, String child, String expected) {
        assertThat(inherit(parent, child).canonicalJson())
                .isEqualTo(RuntimeEnv.parse(expected).canonicalJson());
    }

    @Test
    void fieldsThatDoNotGoTogetherNameTheirOrigin() {
        SpecInvalidException refusal = catchThrowableOfType(
                SpecInvalidException.class, () -> inherit("{\"conda\": \"base\"}", "{\"pip\": [\"a\"]}"));

        assertThat(refusal).hasMessage("""
                        the runtime env has 1 problem:
                          $.pip: `pip` (from the child) cannot be used together with `conda` (from the parent)""");
        assertThat(refusal.hints())
                .containsExactly("a child cannot remove a field of its parent; write the field in one of the two");
        assertThatThrownBy(() -> inherit("{\"working_dir\": \"d\", \"pip\": [\"a\"]}", "{\"image_uri\": \"i\"}"))
                .hasMessage("""
                        the runtime env has 1 problem:
                          $.image_uri: `image_uri` (from the child) can be used only with `config`, `env_vars` and \
                        `validation_type`, not with `pip` (from the parent) and `working_dir` (from the parent)""");
    }
}
