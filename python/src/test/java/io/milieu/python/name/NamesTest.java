package io.milieu.python.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({"a, a", "Friendly-._.Bard, friendly-bard", "A1__b, a1-b", "zope.interface, zope-interface", "2to3, 2to3"
    })
    void spellingsOfOneNameAreEqual(String spelling, String normalized) {
        assertThat(PackageName.of(spelling))
                .isEqualTo(PackageName.of(normalized))
                .hasToString(normalized);
        assertThat(ExtraName.of(spelling)).isEqualTo(ExtraName.of(normalized)).hasToString(normalized);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a_", ".", "a b", "a\n", "b\u00e1r", "a/b", "a--"})
    void otherTextIsRefused(String text) {
        assertThat(PackageName.tryOf(text)).isEmpty();
        assertThat(ExtraName.tryOf(text)).isEmpty();
        assertThatThrownBy(() -> PackageName.of(text))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.NAME_INVALID))
                .hasMessage("`" + text + "` is not a valid package name");
        assertThatThrownBy(() -> ExtraName.of(text)).hasMessage("`" + text + "` is not a valid extra name");
    }

    @Test
    void fileNamesUseUnderscores() {
        assertThat(PackageName.of("Zope.Inter-face").underscored()).isEqualTo("zope_inter_face");
    }
}
