package io.milieu.python.requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.VersionSpecifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementTest {

    @Test
    void everyPartIsRead() {
        Requirement requirement = Requirement.parse(
                " Foo_Bar [Second, first,second] (>= 1.0 , <2,) ; python_version<'4' and extra == 'X_y' ");
        assertThat(requirement.name()).isEqualTo(PackageName.of("foo-bar"));
        assertThat(requirement.extras()).containsExactly(ExtraName.of("first"), ExtraName.of("second"));
        assertThat(requirement.specifiers()).isEqualTo(VersionSpecifiers.parse(">=1.0,<2"));
        assertThat(requirement.url()).isEmpty();
        assertThat(requirement)
                .hasToString("foo-bar[first,second]<2,>=1.0; python_version < \"4\" and extra == \"x-y\"");
    }

    @Test
    void aUrlTakesThePlaceOfVersions() {
        Requirement requirement = Requirement.parse("pip[x]@https://example.org/pip-1.zip#sha1=da ; os_name=='nt'");
        assertThat(requirement.url()).contains("https://example.org/pip-1.zip#sha1=da");
        assertThat(requirement.specifiers()).isEqualTo(VersionSpecifiers.ANY);
        assertThat(requirement).hasToString("pip[x] @ https://example.org/pip-1.zip#sha1=da ; os_name == \"nt\"");
        assertThat(Requirement.parse(requirement.toString())).isEqualTo(requirement);
    }

    @Test
    void noMarkerAlwaysHolds() {
        assertThat(Requirement.parse("a").marker()).isSameAs(Marker.always());
        assertThat(Requirement.parse("a")).isEqualTo(Requirement.of(PackageName.of("a"), VersionSpecifiers.ANY));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| Expected package name at the start of dependency specifier| '^'",
                "-e .| Expected package name at the start of dependency specifier| '^'",
                "a @| Expected URL after @| '   ^'",
                "a @ u;os_name=='x'| ''| ''",
                "a @ u ,| Expected semicolon (after URL and whitespace) or end| '  ~~~~^'",
                "a b| Expected semicolon (after name with no version specifier) or end| '  ^'",
                "a>=1 b| Expected comma (within version specifier), semicolon (after version specifier) or end| ' ~~~~^'",
                "a>=1,,<2| Expected comma (within version specifier), semicolon (after version specifier) or end| ' ~~~~^'",
                "a[b c]| Expected comma between extra names| '    ^'",
                "a[b,]| Expected extra name after comma| '    ^'",
                "a[b| Expected matching RIGHT_BRACKET for LEFT_BRACKET, after extras| ' ~~^'",
                "a(>=1| Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after version specifier| ' ~~~~^'",
                "a>1.*| `>1.*` is not a valid version specifier: `.*` can only be used with `==` or `!=`| ' ~~~~^'",
                "a;| Expected a marker variable or quoted string| '  ^'",
                "a; os_name == 'x' y| Expected end of dependency specifier| '                  ^'"
            })
    void failuresPointAtThePlace(String text, String message, String place) {
        if (message.isEmpty()) {
            assertThat(Requirement.parse(text).url()).contains("u;os_name=='x'");
            return;
        }
        assertThatThrownBy(() -> Requirement.parse(text))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.REQUIREMENT_INVALID))
                .hasMessage(message + "\n    " + text + "\n    " + place);
    }

    @Test
    void credentialsStayOutOfFailures() {
        assertThatThrownBy(() -> Requirement.parse("a @ https://me:secret@example.org/a.whl ,"))
                .hasMessage("""
                        Expected semicolon (after URL and whitespace) or end
                            a @ https://****@example.org/a.whl ,
                              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~^""");
    }
}
