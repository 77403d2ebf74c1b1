package io.milieu.python.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WheelFileNameTest {

    @Test
    void everyPartIsRead() {
        WheelFileName wheel = WheelFileName.parse("Some.Pkg-1.0+cu_12-10a-py2.PY3-none-any.whl");
        assertThat(wheel.name()).hasToString("some-pkg");
        assertThat(wheel.version()).hasToString("1.0+cu.12");
        assertThat(wheel.build()).isEqualTo(new BuildTag(10, "a")).hasToString("10a");
        assertThat(wheel.tags()).containsExactly(new Tag("py2", "none", "any"), new Tag("py3", "none", "any"));
    }

    @Test
    void buildsAreOrderedByNumberAndThenText() {
        assertThat(BuildTag.NONE)
                .isLessThan(new BuildTag(0, ""))
                .isLessThan(new BuildTag(2, "b"))
                .hasToString("");
        assertThat(new BuildTag(2, "b")).isLessThan(new BuildTag(10, "a")).isGreaterThan(new BuildTag(2, "a"));
    }

    @Test
    void aSetOfTagsThatWouldTakeMemoryIsRefused() {
        String many = String.join(".", Collections.nCopies(500, "a"));
        String name = "foo-1.0-" + many + "-" + many + "-" + many + ".whl";
        assertThatThrownBy(() -> WheelFileName.parse(name)).hasMessageEndingWith("it has more than 1000 tags");
        assertThat(WheelFileName.tryParse(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo-1.0.zip| it does not end in `.whl`",
                "foo-1.0-none-any.whl| it has 4 parts between dashes, not 5 or 6",
                "foo-1.0-1-py3-none-any-x.whl| it has 7 parts between dashes, not 5 or 6",
                "foo__bar-1.0-py3-none-any.whl| its project name has two underscores in a row",
                "_foo-1.0-py3-none-any.whl| `_foo` is not a valid project name",
                "foo-x-py3-none-any.whl| `x` is not a valid version",
                "foo-1.0-x1-py3-none-any.whl| its build part `x1` does not begin with a number",
                "foo-1.0-3-none-any.whl| `3` is not a valid Python tag",
                "foo-1.0-py3-none-a..b.whl| its tag part `a..b` has an empty member"
            })
    void otherNamesAreRefusedWithTheReason(String name, String reason) {
        assertThatThrownBy(() -> WheelFileName.parse(name))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.WHEEL_NAME_INVALID))
                .hasMessage("`" + name + "` is not a valid wheel file name: " + reason);
    }
}
