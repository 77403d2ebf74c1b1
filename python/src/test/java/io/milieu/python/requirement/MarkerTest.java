package io.milieu.python.requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkerTest {
    private static final MarkerEnvironment ENVIRONMENT = new MarkerEnvironment(
            "cpython", "3.10.2", "posix", "x86_64", "CPython", "6.18.44-fc", "Linux", "#1", "3.10.2+", "3.10", "linux");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "python_version >= '3.9'| true",
                "python_version == '3.10.*'| true",
                "'3.9' < python_version| true",
                "python_version in '3.9 3.10'| true",
                "python_full_version > '3.10.1'| true",
                "python_full_version == '3.10.2'| true",
                "implementation_version > python_version| true",
                "platform_release >= '5'| false",
                "platform_release == '6.18.44-fc'| true",
                "sys_platform > 'a'| false",
                "sys_platform >= 'linux'| true",
                "sys_platform ~= 'linux'| false",
                "sys_platform === 'linux'| true",
                "python_version ~= 'x'| false",
                "'lin' in sys_platform| true",
                "sys_platform not in 'win32 cygwin'| true",
                "os.name == 'posix' and python_implementation == 'CPython'| true",
                "os_name == 'nt' and os_name == 'nt' or os_name == 'posix'| true",
                "os_name == 'nt' and (os_name == 'nt' or os_name == 'posix')| false",
                "extra == ''| true",
                "extra == 'x'| false",
                "'x' not in extras| true"
            })
    void comparisonsFollowTheStandard(String marker, boolean holds) {
        assertThat(Marker.parse(marker).evaluate(ENVIRONMENT)).isEqualTo(holds);
    }

    @Test
    void oneOfTheExtrasIsEnough() {
        Set<ExtraName> extras = Set.of(ExtraName.of("a"), ExtraName.of("foo-bar"));
        assertThat(Marker.parse("extra == 'Foo_Bar'").evaluate(ENVIRONMENT, extras))
                .isTrue();
        assertThat(Marker.parse("extra == 'c'").evaluate(ENVIRONMENT, extras)).isFalse();
        assertThat(Marker.parse("extra == 'a' and extra == 'foo-bar'").evaluate(ENVIRONMENT, extras))
                .isFalse();
        assertThat(Marker.parse("'a' in extras and 'FOO.bar' in extras").evaluate(ENVIRONMENT, extras))
                .isTrue();
        assertThat(Marker.parse("'a' in dependency_groups").evaluate(ENVIRONMENT, Set.of(), extras))
                .isTrue();
        assertThat(Marker.always().evaluate(ENVIRONMENT, extras)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "((os.name=='a'))| os_name == \"a\"",
                "(os_name == 'a' and (os_name == 'b')) and os_name == 'c'| os_name == \"a\" and os_name == \"b\" and os_name == \"c\"",
                "(os_name == 'a' and os_name == 'b') or os_name == 'c'| os_name == \"a\" and os_name == \"b\" or os_name == \"c\"",
                "os_name == 'a' and (os_name == 'b' or os_name == 'c')| os_name == \"a\" and (os_name == \"b\" or os_name == \"c\")",
                "os_name == 'a\"b'| os_name == 'a\"b'"
            })
    void textIsCanonical(String marker, String text) {
        assertThat(Marker.parse(marker)).hasToString(text).isEqualTo(Marker.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "os_nam == 'x'| Expected a marker variable or quoted string| #^#",
                "os_name = 'x'| Expected marker operator, one of <=, <, !=, ==, >=, >, ~=, ===, in, not in| #        ^#",
                "os_name not 'x'| Expected 'in' after 'not'| #            ^#",
                "os_name == 'x| Expected a marker variable or quoted string| #           ^#",
                "(os_name == 'x'| Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after marker expression| #~~~~~~~~~~~~~~~^#",
                "os_name == 'x' x| Expected end of marker expression| #               ^#",
                "'a' == 'b'| `\"a\" == \"b\"` compares no marker variable| #~~~~~~~~~~^#",
                "extras == 'b'| `extras == \"b\"` must have the form `\"name\" in extras`| #~~~~~~~~~~~~~^#"
            })
    void failuresPointAtThePlace(String text, String message, String place) {
        assertThatThrownBy(() -> Marker.parse(text))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.MARKER_INVALID))
                .hasMessage(message + "\n    " + text + "\n    " + place);
    }

    @Test
    void deepNestingIsRefusedBeforeTheStackEnds() {
        assertThatThrownBy(() -> Marker.parse("(".repeat(100_000)))
                .hasMessageStartingWith("Expected at most 100 nested parentheses");
    }

    @Test
    void environmentIsReadFromAnswersAndNamesTheMissingOne() {
        Map<String, String> answers = new HashMap<>(ENVIRONMENT.toMap());
        assertThat(MarkerEnvironment.of(answers)).isEqualTo(ENVIRONMENT);
        answers.remove("os_name");
        assertThatThrownBy(() -> MarkerEnvironment.of(answers)).hasMessage("the interpreter did not say its `os_name`");
    }
}
