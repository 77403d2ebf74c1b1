package io.milieu.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeSourceTest {
    @TempDir
    Path base;

    @BeforeEach
    void files() {
        Trees.write(
                base,
                Map.of(
                        "d.zip/x",
                        "",
                        "a.zip",
                        "",
                        "a.tar.gz",
                        "",
                        "a.tgz",
                        "",
                        "m.py",
                        "",
                        "p-1-py3-none-any.whl",
                        "",
                        "x.txt",
                        ""));
    }

    @Test
    void aWorkingDirIsAFolderOrAnArchive() {
        assertThat(CodeSource.ofWorkingDir("d.zip", base)).isEqualTo(new CodeSource.Folder(base.resolve("d.zip")));
        assertThat(CodeSource.ofWorkingDir("./a.zip", base)).isEqualTo(new CodeSource.Archive(base.resolve("a.zip")));
        assertThat(CodeSource.ofWorkingDir(base + "/a.tgz", base.resolve("d.zip")))
                .isEqualTo(new CodeSource.Archive(base.resolve("a.tgz")));
    }

    @Test
    void aPyModuleMayAlsoBeAFileOrAWheel() {
        assertThat(CodeSource.ofPyModule("d.zip", base)).isEqualTo(new CodeSource.Folder(base.resolve("d.zip")));
        assertThat(CodeSource.ofPyModule("a.tar.gz", base)).isEqualTo(new CodeSource.Archive(base.resolve("a.tar.gz")));
        assertThat(CodeSource.ofPyModule("m.py", base)).isEqualTo(new CodeSource.Module(base.resolve("m.py")));
        assertThat(CodeSource.ofPyModule("p-1-py3-none-any.whl", base))
                .isEqualTo(new CodeSource.Wheel(base.resolve("p-1-py3-none-any.whl")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "x.txt", "m.py", "none.zip"})
    void anythingElseIsNoWorkingDir(String written) {
        assertThatThrownBy(() -> CodeSource.ofWorkingDir(written, base))
                .isInstanceOfSatisfying(MilieuException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(CoreError.PATH_INVALID);
                    assertThat(failure.hints())
                            .containsExactly("It was looked for at `" + base.resolve(written) + "`.");
                })
                .hasMessage("`%s` must be an existing directory or a supported archive (.zip, .tar.gz, .tgz)", written);
        assertThatThrownBy(() -> CodeSource.ofPyModule("x.txt", base))
                .hasMessage(
                        "`x.txt` must be an existing directory, .py file, .whl file or supported archive (.zip, .tar.gz, .tgz)");
    }

    @Test
    void remoteCodeIsNotSupportedYetAndItsCredentialsAreNotShown() {
        assertThatThrownBy(() -> CodeSource.ofWorkingDir("https://me:secret@example.org/a.zip", base))
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code()).isEqualTo(CoreError.NOT_SUPPORTED))
                .hasMessage("remote code is not supported yet: `https://****@example.org/a.zip`");
    }
}
