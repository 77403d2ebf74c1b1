package io.milieu.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.InvalidPathException;
import org.junit.jupiter.api.Test;

class MilieuExceptionTest {

    @Test
    void aNameThatTheLocaleCannotWriteIsNoDefect() {
        InvalidPathException name =
                new InvalidPathException("ü.txt", "Malformed input or input contains unmappable characters");
        MilieuException failure = MilieuException.defect("a layer could not be built", name);
        assertThat(failure.code()).isEqualTo(CoreError.PATH_INVALID);
        assertThat(failure)
                .hasMessage("the name `ü.txt` cannot be written in the encoding of file names, `"
                        + System.getProperty("sun.jnu.encoding") + "`");
        assertThat(failure.hints()).containsExactly("Start Java in a locale with UTF-8, such as `LC_ALL=C.UTF-8`.");
        assertThat(MilieuException.defect("a", new InvalidPathException("x", "Nul character not allowed"))
                        .code())
                .isEqualTo(CoreError.DEFECT);
    }
}
