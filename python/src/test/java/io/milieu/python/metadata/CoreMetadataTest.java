package io.milieu.python.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreMetadataTest {
    private static final String REQUIRED = "Metadata-Version: 2.1\nName: Foo_Bar\nVersion: 1.0.0\n";

    @Test
    void everyFieldThatMattersIsRead() {
        CoreMetadata metadata = CoreMetadata.parse("""
                metadata-version: 2.4\r
                NAME:Foo_Bar
                Version:   1.0.0\t
                Summary: a
                    folded line
                Requires-Python: >=3.9,
                  !=3.9.1
                Requires-Dist: a>=1
                Requires-Dist: b[x] (<2) ; extra == "Some_Extra"
                Provides-Extra: Some_Extra
                Provides-Extra:
                Dynamic: License

                Requires-Dist: in-the-description
                """);
        assertThat(metadata.metadataVersion()).isEqualTo(Version.parse("2.4"));
        assertThat(metadata.name()).hasToString("foo-bar");
        assertThat(metadata.version()).hasToString("1.0.0");
        assertThat(metadata.requiresPython()).hasToString("!=3.9.1,>=3.9");
        assertThat(metadata.requiresDist())
                .extracting(declared -> declared.requirement().toString())
                .containsExactly("a>=1", "b[x]<2; extra == \"some-extra\"");
        assertThat(metadata.providesExtra()).containsExactly(ExtraName.of("some-extra"));
        assertThat(metadata.dynamic()).containsExactly("license");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foo (>=1.*)| foo>=1",
                "foo (>=3.5.*,<4)| foo<4,>=3.5",
                "foo (>=1.0<2.0)| foo<2.0,>=1.0",
                "foo2 >=1.0 <2| foo2<2,>=1.0",
                "foo>=1.0<2;python_version>'3'| foo<2,>=1.0; python_version > \"3\"",
                "foo !=3.0*| foo!=3.0.*",
                "foo !=~5.0| foo!=5.0.*",
                "foo >='2.7'| foo>=2.7",
                "foo (>='2.7',<3)| foo<3,>=2.7",
                "foo; python_version < \u201c3\u201d| foo; python_version < \"3\""
            })
    void knownMistakesAreUnderstood(String written, String meant) {
        CoreMetadata metadata = CoreMetadata.parse(REQUIRED + "Requires-Dist: " + written);
        assertThat(metadata.requiresDist().getFirst().requirement()).hasToString(meant);
    }

    @Test
    void anUnreadableRequirementFailsOnlyWhereItIsNeeded() {
        CoreMetadata metadata = CoreMetadata.parse(REQUIRED + "Requires-Dist: foo bar ; extra == 'x'\n");
        DeclaredRequirement declared = metadata.requiresDist().getFirst();
        assertThat(declared.marker()).isEqualTo(Marker.parse("extra == 'x'"));
        assertThatThrownBy(declared::requirement)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.METADATA_INVALID))
                .hasMessage("""
                        the requirement `foo bar ; extra == 'x'` cannot be read: \
                        Expected semicolon (after name with no version specifier) or end
                            foo bar ; extra == 'x'
                                ^""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {">=3.6.*| >=3.6", "UNKNOWN| ''", "''| ''", ">=2.7,!=3.0*| '!=3.0.*,>=2.7'", "3.8| ''"})
    void requiresPythonIsReadLeniently(String written, String meant) {
        assertThat(CoreMetadata.parse(REQUIRED + "Requires-Python: " + written).requiresPython())
                .hasToString(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Name: a;Version: 1| the metadata has no field `metadata-version`",
                "Metadata-Version: 3.0;Name: a;Version: 1| metadata version `3.0` is newer than this program understands",
                "Metadata-Version: 2.1;Name: a;Version: x| the metadata's field `version` holds no valid version: `x`",
                "Metadata-Version: 2.1;Name: a b;Version: 1| the metadata's field `name` holds no valid name: `a b`",
                "Metadata-Version: 2.1;Name: a;Name: b;Version: 1| the metadata has more than one field `name`",
                "Metadata-Version: 2.2;Name: a;Version: 1;Dynamic: Version| 'the metadata declares `version` as dynamic, which it must not be'"
            })
    void unusableMetadataSaysWhy(String lines, String message) {
        assertThatThrownBy(() -> CoreMetadata.parse(lines.replace(';', '\n'))).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"2.1, license, false", "2.2, license, true", "2.2, Requires-Dist, false", "2.9, provides-extra, false"})
    void staticDependenciesAreStatedSinceVersion22(String format, String dynamic, boolean isStatic) {
        CoreMetadata metadata =
                CoreMetadata.parse("Metadata-Version: " + format + "\nName: a\nVersion: 1\nDynamic: " + dynamic + "\n");
        assertThat(metadata.hasStaticDependencies()).isEqualTo(isStatic);
    }
}
