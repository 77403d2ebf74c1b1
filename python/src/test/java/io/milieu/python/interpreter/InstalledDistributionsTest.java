package io.milieu.python.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.name.PackageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledDistributionsTest {
    @TempDir
    private Path folder;

    @Test
    void distInfoTellsNameVersionAndRequirements() throws IOException {
        write("site/PyYAML_Ext-6.0.1.dist-info/METADATA", """
                Metadata-Version: 2.1
                Name: PyYAML.Ext
                Requires-Dist: attrs (>=20)
                requires-dist: numpy>=1.20; python_version >= "3.9"

                Requires-Dist: not-a-header
                """);
        assertThat(in("site").all())
                .containsExactly(new InstalledDistribution(
                        PackageName.of("pyyaml-ext"), "6.0.1", folder.resolve("site/PyYAML_Ext-6.0.1.dist-info")));
        assertThat(requirements()).containsExactly("attrs>=20", "numpy>=1.20; python_version >= \"3.9\"");
    }

    @Test
    void eggInfoFoldersHaveTheirOwnFormOfRequirements() throws IOException {
        write("site/old-1.2-py3.11.egg-info/PKG-INFO", "Name: old\nVersion: 9\n");
        write("site/old-1.2-py3.11.egg-info/requires.txt", """
                six>=1.5
                # comment

                [tests]
                pytest

                [:python_version < "3.8"]
                importlib-metadata

                [speed:sys_platform == "linux" or os_name == "posix"]
                uvloop
                """);
        assertThat(only("site").version()).isEqualTo("1.2");
        assertThat(requirements())
                .containsExactly(
                        "six>=1.5",
                        "pytest; extra == \"tests\"",
                        "importlib-metadata; python_version < \"3.8\"",
                        "uvloop; (sys_platform == \"linux\" or os_name == \"posix\") and extra == \"speed\"");
    }

    @Test
    void eggInfoFilesAreMetadataThemselves() throws IOException {
        Path file = write("site/my-tool-0.9_b.egg-info", "Name: my-tool\nVersion: 0.9\nRequires-Dist: six\n");
        assertThat(only("site")).isEqualTo(new InstalledDistribution(PackageName.of("my_tool"), "0.9_b", file));
        assertThat(requirements()).containsExactly("six");
    }

    @Test
    void eggLinksLeadToTheSourcesAndTheVersionIsReadThere() throws IOException {
        write("site/My.Project.egg-link", folder.resolve("src") + "\n../\n");
        write("src/other.egg-info/PKG-INFO", "Version: 1\n");
        write("src/my_project.egg-info/PKG-INFO", "Name: my-project\nVersion: 2.0.dev1\n");
        assertThat(only("site"))
                .isEqualTo(new InstalledDistribution(
                        PackageName.of("my-project"), "2.0.dev1", folder.resolve("src/my_project.egg-info")));
    }

    @Test
    void theFirstFolderWins() throws IOException {
        write("a/six-1.16.0.dist-info/METADATA", "Name: six\n");
        write("b/six-1.10.0.dist-info/METADATA", "Name: six\n");
        write("b/attrs-23.1.dist-info/METADATA", "Name: attrs\n");
        assertThat(in("a", "missing", "b").all())
                .extracting(found -> found.name() + " " + found.version())
                .containsExactly("attrs 23.1", "six 1.16.0");
    }

    @Test
    void remainsOfRemovedDistributionsAreNotInstalled() throws IOException {
        Files.createDirectories(folder.resolve("a/six-1.17.0.dist-info"));
        write("a/~ix-1.17.0.dist-info/METADATA", "Name: six\n");
        write("a/gone.egg-link", folder.resolve("nowhere").toString());
        write("a/six/__init__.py", "");
        write("b/six-1.16.0.dist-info/METADATA", "Name: six\n");
        assertThat(in("a", "b").all())
                .extracting(found -> found.name() + " " + found.version())
                .containsExactly("six 1.16.0");
    }

    @Test
    void metadataWithoutAVersionAnywhereIsNamed() throws IOException {
        Path info = write("site/six.egg-info/PKG-INFO", "Name: six\n").getParent();
        InstalledDistributions installed = in("site");
        assertThatThrownBy(installed::all)
                .isInstanceOf(MilieuException.class)
                .hasMessage("`" + info + "` cannot be read: java.io.IOException: it states no version")
                .extracting(e -> ((MilieuException) e).code())
                .isEqualTo(CoreError.IO_FAILED);
    }

    private InstalledDistributions in(String... folders) {
        return InstalledDistributions.in(
                List.of(folders).stream().map(folder::resolve).toList());
    }

    private List<String> requirements() {
        return only("site").requirements().stream()
                .map(declared -> declared.requirement().toString())
                .toList();
    }

    private InstalledDistribution only(String site) {
        List<InstalledDistribution> all = in(site).all();
        assertThat(all).hasSize(1);
        return in(site).find(all.getFirst().name()).orElseThrow();
    }

    private Path write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, text);
    }
}
