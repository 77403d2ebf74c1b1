package io.milieu.python.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.name.PackageName;
import io.milieu.python.version.Version;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesAndFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "foo-1.0.tar.gz, foo, 1.0",
        "foo-bar-1.0.tar.gz, foo-bar, 1.0",
        "foo-bar-1.0.tar.gz, foo, ''",
        "Foo_Bar-1.0.post1.zip, foo-bar, 1.0.post1",
        "foo-1.0-1.tar.gz, foo, 1.0.post1",
        "foo-1.0.exe, foo, ''",
        "foo.tar.gz, foo, ''"
    })
    void theVersionOfASourceDistributionDependsOnTheProject(String fileName, String project, String version) {
        assertThat(DistributionNames.sourceVersion(fileName, PackageName.of(project))
                        .map(Version::toString)
                        .orElse(""))
                .isEqualTo(version.isEmpty() ? "" : Version.parse(version).toString());
    }

    @Test
    void aNameIsStrongerThanAll() {
        FormatControl formats = FormatControl.any().onlyBinary(":all:").noBinary("My_Pkg");
        PackageName mine = PackageName.of("my-pkg");
        PackageName other = PackageName.of("other");

        assertThat(formats.allowsSources(mine)).isTrue();
        assertThat(formats.allowsWheels(mine)).isFalse();
        assertThat(formats.allowsSources(other)).isFalse();
        assertThat(formats.allowsWheels(other)).isTrue();
    }

    @Test
    void laterOptionsTakeBackEarlierOnes() {
        FormatControl formats = FormatControl.any().noBinary("a,b").onlyBinary("b");
        assertThat(formats).isEqualTo(new FormatControl(java.util.Set.of("b"), java.util.Set.of("a")));
        assertThat(formats.noBinary(":none:,c").noBinary()).containsExactly("c");
        assertThat(formats.onlyBinary(":all:").noBinary()).isEmpty();
    }

    @Test
    void extraIndexesComeBeforeTheMainOne() {
        IndexConfiguration configuration = IndexConfiguration.empty()
                .withMainIndex(URI.create("http://old.example.org/simple"))
                .withExtraIndex(URI.create("http://a.example.org/"))
                .withExtraIndex(URI.create("http://me:secret@b.example.org/"))
                .withMainIndex(URI.create("http://main.example.org/simple"));

        assertThat(configuration.sources())
                .containsExactly(
                        "http://a.example.org/", "http://****@b.example.org/", "http://main.example.org/simple/");
        assertThat(configuration.toString()).doesNotContain("secret");
        assertThat(configuration.withIndexes(List.of()).sources()).isEmpty();
    }
}
