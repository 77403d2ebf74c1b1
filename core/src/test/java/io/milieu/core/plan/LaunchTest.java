package io.milieu.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
    private static Launch.Builder full() {
        return Launch.builder()
                .interpreter("/env/bin/python")
                .baseInterpreter("/usr/bin/python3")
                .workingDirectory("/env/working_dir")
                .searchPath("/env/bin")
                .searchPath("/a")
                .pythonPath("/z")
                .pythonPath("/b")
                .sitePackages("/env/site")
                .javaClassPath("/y.jar")
                .javaClassPath("/x.jar")
                .variable("TWICE", "first")
                .variable("VIRTUAL_ENV", "/env")
                .variable("TWICE", "last");
    }

    @Test
    void whatWasWrittenIsReadInTheSameOrder() {
        Launch read =
                Launch.of((JsonObject) Json.parse(Json.canonical(full().build().toJson())));
        assertThat(read.interpreter()).contains("/env/bin/python");
        assertThat(read.baseInterpreter()).contains("/usr/bin/python3");
        assertThat(read.workingDirectory()).contains("/env/working_dir");
        assertThat(read.searchPath()).containsExactly("/env/bin", "/a");
        assertThat(read.pythonPath()).containsExactly("/z", "/b");
        assertThat(read.sitePackages()).containsExactly("/env/site");
        assertThat(read.javaClassPath()).containsExactly("/y.jar", "/x.jar");
        assertThat(read.variables()).isEqualTo(Map.of("TWICE", "last", "VIRTUAL_ENV", "/env"));
    }

    @Test
    void aLaunchDoesNotChangeWithItsBuilder() {
        Launch.Builder builder = full();
        Launch before = builder.build();
        builder.searchPath("/later").pythonPath("/later").variable("LATER", "1");
        assertThat(before.searchPath()).containsExactly("/env/bin", "/a");
        assertThat(before.pythonPath()).containsExactly("/z", "/b");
        assertThat(before.variables()).doesNotContainKey("LATER");
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsAbsent() {
        Launch read = Launch.of((JsonObject)
                Json.parse("{\"interpreter\":1,\"search_path\":\"/a\",\"variables\":{\"A\":1,\"B\":\"2\"}}"));
        assertThat(read.interpreter()).isEmpty();
        assertThat(read.workingDirectory()).isEmpty();
        assertThat(read.searchPath()).isEmpty();
        assertThat(read.variables()).isEqualTo(Map.of("B", "2"));
    }
}
