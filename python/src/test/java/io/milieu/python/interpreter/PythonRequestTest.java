package io.milieu.python.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.interpreter.PythonRequest.Any;
import io.milieu.python.interpreter.PythonRequest.AtPath;
import io.milieu.python.interpreter.PythonRequest.Release;
import io.milieu.python.interpreter.PythonRequest.Within;
import io.milieu.python.version.VersionSpecifiers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PythonRequestTest {
    @Test
    void everyFormIsUnderstood() {
        assertThat(PythonRequest.parse(" any ")).isEqualTo(new Any());
        assertThat(PythonRequest.parse("python")).isEqualTo(new Any());
        assertThat(PythonRequest.parse("3")).isEqualTo(new Release("cpython", List.of(3), false));
        assertThat(PythonRequest.parse("3.12")).isEqualTo(new Release("cpython", List.of(3, 12), false));
        assertThat(PythonRequest.parse("python3.12.1")).isEqualTo(new Release("cpython", List.of(3, 12, 1), false));
        assertThat(PythonRequest.parse("cpython3.13t")).isEqualTo(new Release("cpython", List.of(3, 13), true));
        assertThat(PythonRequest.parse("pypy")).isEqualTo(new Release("pypy", List.of(), false));
        assertThat(PythonRequest.parse("pypy3.10")).isEqualTo(new Release("pypy", List.of(3, 10), false));
        assertThat(PythonRequest.parse(">=3.9, <3.12")).isEqualTo(new Within(VersionSpecifiers.parse("<3.12,>=3.9")));
        assertThat(PythonRequest.parse("~=3.9")).isEqualTo(new Within(VersionSpecifiers.parse("~=3.9")));
        assertThat(PythonRequest.parse("~/python")).isEqualTo(new AtPath("~/python"));
        assertThat(PythonRequest.parse("./venv")).isEqualTo(new AtPath("./venv"));
    }

    @ParameterizedTest
    @CsvSource({"3.12,3.12", "python3,3", "cpython,cpython", "pypy3.10,pypy3.10", "3.13t,3.13t", "any,any", "/a/b,/a/b"
    })
    void aRequestPrintsItsShortestForm(String text, String form) {
        assertThat(PythonRequest.parse(text)).hasToString(form);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ruby", "3.", "3.12.1.2", "python-3.12", "3 12", "99999"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> PythonRequest.parse(text))
                .isInstanceOf(MilieuException.class)
                .hasMessage("`" + text + "` names no Python interpreter")
                .extracting(e -> ((MilieuException) e).code())
                .isEqualTo(CoreError.USAGE);
    }
}
