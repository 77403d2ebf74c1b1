package io.milieu.python.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"a = ", "a = [{ b = 1h ,c \n\n[[d]]\n", "w = [\n { p = 'w'h ,c \n\n[[p]]\nn = 'o'\n"})
    void brokenDocumentsAreRefusedAlsoWhereTheLibraryStumbles(String text) {
        assertThatThrownBy(() -> TomlText.parse(text, "demo.toml", PythonError.LOCK_INVALID))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.LOCK_INVALID))
                .hasMessageStartingWith("demo.toml")
                .hasMessageContaining("this is not TOML: ");
    }
}
