package io.milieu.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.code.CodeTree.CodeFile;
import io.milieu.core.code.CodeTree.Folder;
import io.milieu.core.code.CodeTree.Link;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTreeTest {
    @TempDir
    Path root;

    private List<String> kept(List<String> excludes, Map<String, String> files) {
        Trees.write(root, files);
        return Trees.files(CodeTree.walk(root, IgnoreRules.of(excludes, IgnoreRules.WORKING_DIR_DEFAULTS)));
    }

    @Test
    void oneWalkTellsKindModeSizeAndTarget() throws IOException {
        Trees.write(root, Map.of("b/run.sh", "12", "a.py", "123", "empty/", ""));
        Trees.mode(root.resolve("b/run.sh"), "rwxr-----");
        Files.createSymbolicLink(root.resolve("b/link"), Path.of("../a.py"));

        CodeTree tree = Trees.walk(root);

        assertThat(tree.entries())
                .containsExactly(
                        new CodeFile("a.py", false, 3),
                        new Folder("b"),
                        new Link("b/link", "../a.py"),
                        new CodeFile("b/run.sh", true, 2),
                        new Folder("empty"));
        assertThat(tree.size()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                // pattern in .gitignore | path | kept
                "*.log | x.log | false",
                "*.log | d/x.log | false",
                "/x.log | x.log | false",
                "/x.log | d/x.log | true",
                "d/x.log | d/x.log | false",
                "d/x.log | e/d/x.log | true",
                "**/d/x.log | e/d/x.log | false",
                "d/** | d/e/x | false",
                "a/**/x | a/x | false",
                "a/**/x | a/b/c/x | false",
                "build/ | build/x | false",
                "build/ | build | true",
                "build/ | d/build/x | false",
                "build | build | false",
                "x? | xy | false",
                "x[0-9] | x5 | false",
                "x[!0-9] | x5 | true",
                "# comment | # comment | true",
                "\\#x | #x | false",
                "\\!x | !x | false",
                "a/*/x | a/b/c/x | true",
                "* | anything | false",
            })
    void aPatternMeansWhatItMeansToGit(String pattern, String path, boolean kept) {
        assertThat(kept(List.of(), Map.of(".gitignore", pattern, path, "")).contains(path))
                .isEqualTo(kept);
    }

    @Test
    void theLastMatchingPatternOfTheNearestFileCounts() {
        assertThat(kept(
                        List.of(),
                        Map.of(
                                ".gitignore", "*.log\n!keep.log\n/data/*\n!/data/a\n",
                                "x.log", "",
                                "keep.log", "",
                                "sub/.gitignore", "!y.log\nkeep.log\n",
                                "sub/x.log", "",
                                "sub/y.log", "",
                                "sub/keep.log", "",
                                "data/a/1", "",
                                "data/b/1", "")))
                .containsExactly(".gitignore", "data/a/1", "keep.log", "sub/.gitignore", "sub/y.log");
    }

    @Test
    void nothingComesBackOutOfAnIgnoredFolder() {
        assertThat(kept(
                        List.of(),
                        Map.of(".gitignore", "out/\n!out/x\n", "out/x", "", "out/.gitignore", "!x", "y", "")))
                .containsExactly(".gitignore", "y");
    }

    @Test
    void milieuignoreIsStrongerThanGitignoreAndExcludesAreStrongest() {
        assertThat(kept(
                        List.of("!c", "d"),
                        Map.of(
                                ".gitignore", "a\nb\n",
                                ".milieuignore", "!b\nc\n!d\n",
                                "a", "",
                                "b", "",
                                "c", "",
                                "d", "",
                                "sub/.milieuignore", "!d",
                                "sub/d", "")))
                .containsExactly(".gitignore", ".milieuignore", "b", "c", "sub/.milieuignore");
    }

    @Test
    void onlyTheSpecTakesBackWhatIsLeftOutByDefault() {
        Map<String, String> files = Map.of(
                ".gitignore", "*\n!*/\n!*.py\n",
                ".git/x.py", "",
                "venv/x.py", "",
                ".venv/x.py", "",
                "p/__pycache__/m.py", "",
                "p/m.py", "",
                "p/m.c", "");

        assertThat(kept(List.of(), files)).containsExactly("p/m.py");
        assertThat(kept(List.of("!venv"), files)).containsExactly("p/m.py", "venv/x.py");
        assertThat(Trees.files(Trees.walk(root)))
                .containsExactly(".git/x.py", ".venv/x.py", "p/__pycache__/m.py", "p/m.py", "venv/x.py");
    }

    @Test
    void anIgnoreFileThatIsALinkIsNotRead() throws IOException {
        Trees.write(root, Map.of("rules", "*.log", "x.log", ""));
        Files.createSymbolicLink(root.resolve(".gitignore"), Path.of("rules"));

        assertThat(Trees.files(Trees.walk(root))).containsExactly(".gitignore", "rules", "x.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "sub/../../x", "sub/../x", "sub/.."})
    void aLinkThatMayLeadOutIsRefused(String target) throws IOException {
        Files.createSymbolicLink(root.resolve("l"), Path.of(target));

        assertThatThrownBy(() -> Trees.walk(root))
                .isInstanceOfSatisfying(MilieuException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(CoreError.PATH_INVALID);
                    assertThat(failure.hints())
                            .containsExactly(
                                    "leave it out with `excludes` or a `.milieuignore`, or put a copy of the content in its place");
                })
                .hasMessage("`%s/l` is a link to `%s`, which may lead out of `%s`", root, target, root);
        assertThat(CodeTree.walk(root, IgnoreRules.of(List.of("l"), List.of())).entries())
                .isEmpty();
    }

    @Test
    void specialFilesAreRefused() throws IOException {
        Path socket = root.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));

            assertThatThrownBy(() -> Trees.walk(root))
                    .hasMessage("`%s` is neither a file, a folder nor a link", socket);
        }
    }

    @Test
    void aMissingFolderIsAnIoFailure() {
        assertThatThrownBy(() -> Trees.walk(root.resolve("none")))
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code()).isEqualTo(CoreError.IO_FAILED))
                .hasMessage("cannot read the folder: `%s/none`: no such file or directory", root);
    }
}
