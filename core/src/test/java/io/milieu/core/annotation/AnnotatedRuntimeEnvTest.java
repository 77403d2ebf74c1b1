package io.milieu.core.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.spec.RuntimeEnv;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class AnnotatedRuntimeEnvTest {

    @WithRuntimeEnv(
            workingDir = "app",
            pyModules = "lib",
            pip = {"a", "b"},
            envVars = {"A=1", "B=x=y"},
            pyExecutable = "python3",
            javaJars = "j.jar",
            excludes = "*.log",
            json = "{\"config\": {\"eager_install\": false}}")
    static class Base {
        void plain() {}

        @WithRuntimeEnv(pip = "c", envVars = "A=2")
        void own() {}

        @WithRuntimeEnv(conda = "base")
        void conflicting() {}
    }

    @WithRuntimeEnv(envVars = "C=3")
    static class Derived extends Base {
        @Override
        void own() {}
    }

    @WithRuntimeEnv(uv = "a", json = "{\"uv\": [\"b\"]}")
    static class Twice {}

    @WithRuntimeEnv(envVars = {"A", "=b"})
    static class Broken {}

    @WithRuntimeEnv(imageUri = "example.org/i:1")
    static class Image {}

    static class Unannotated {}

    @Test
    void aClassCarriesEveryField() {
        assertThat(AnnotatedRuntimeEnv.of(Base.class)).isEqualTo(RuntimeEnv.parse("""
                {"working_dir": "app", "py_modules": ["lib"], "pip": ["a", "b"], "env_vars": {"A": "1", "B": "x=y"},
                 "py_executable": "python3", "java_jars": ["j.jar"], "excludes": ["*.log"], "config": {"eager_install": false}}"""));
        assertThat(AnnotatedRuntimeEnv.of(Image.class))
                .isEqualTo(RuntimeEnv.parse("{\"image_uri\": \"example.org/i:1\"}"));
        assertThat(AnnotatedRuntimeEnv.of(Unannotated.class)).isEqualTo(RuntimeEnv.EMPTY);
    }

    @Test
    void aMethodInheritsFromItsClassAndAClassFromItsSuperclass() throws NoSuchMethodException {
        RuntimeEnv own = AnnotatedRuntimeEnv.of(method(Base.class, "own"));

        assertThat(own.toJson().strings("pip")).containsExactly("c");
        assertThat(own.envVars()).containsEntry("A", "2").containsEntry("B", "x=y");
        assertThat(own.workingDir()).contains("app");
        assertThat(AnnotatedRuntimeEnv.of(method(Base.class, "plain"))).isEqualTo(AnnotatedRuntimeEnv.of(Base.class));
        assertThat(AnnotatedRuntimeEnv.of(Derived.class).envVars()).containsOnlyKeys("A", "B", "C");
        assertThat(AnnotatedRuntimeEnv.of(method(Derived.class, "own")))
                .isEqualTo(AnnotatedRuntimeEnv.of(Derived.class));
    }

    @Test
    void mistakesAreProblemsOfTheSpec() {
        assertThatThrownBy(() -> AnnotatedRuntimeEnv.of(Twice.class)).hasMessage("""
                        the runtime env has 1 problem:
                          $.uv: is given both in `json` and as an element of the annotation""");
        assertThatThrownBy(() -> AnnotatedRuntimeEnv.of(Broken.class)).hasMessage("""
                        the runtime env has 2 problems:
                          $.env_vars: `A` must have the form `NAME=value`
                          $.env_vars: `=b` must have the form `NAME=value`""");
        assertThatThrownBy(() -> AnnotatedRuntimeEnv.of(method(Base.class, "conflicting")))
                .hasMessageContaining("`pip` (from the parent) cannot be used together with `conda` (from the child)");
    }

    private static Method method(Class<?> type, String name) throws NoSuchMethodException {
        return type.getDeclaredMethod(name);
    }
}
