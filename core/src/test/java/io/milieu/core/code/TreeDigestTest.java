package io.milieu.core.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeDigestTest {
    @TempDir
    Path temp;

    private Digest digest(String name, Map<String, String> files) {
        return TreeDigest.of(Trees.walk(Trees.write(temp.resolve(name), files)));
    }

    @Test
    void noTwoDifferentTreesShareADigest() throws IOException {
        Set<Digest> digests = new HashSet<>();
        List<Map<String, String>> trees = List.of(
                Map.of(),
                Map.of("a", ""),
                Map.of("a/", ""),
                Map.of("a", "bc"),
                Map.of("ab", "c"),
                Map.of("a", "x", "b", "y"),
                Map.of("a", "y", "b", "x"),
                Map.of("a", "x"),
                Map.of("a/b", "x"),
                Map.of("a/c", "x"),
                Map.of("a", "x", "b/", ""),
                Map.of("a", "xy", "b", ""),
                Map.of("a", "", "b", "xy"));
        for (int i = 0; i < trees.size(); i++) {
            assertThat(digests.add(digest("t" + i, trees.get(i))))
                    .as("tree %s", trees.get(i))
                    .isTrue();
        }
        Path program = Trees.write(temp.resolve("program"), Map.of("a", "x"));
        Trees.mode(program.resolve("a"), "rwxr-xr-x");
        Path link = Files.createDirectory(temp.resolve("link"));
        Files.createSymbolicLink(link.resolve("a"), Path.of("x"));
        assertThat(digests.add(TreeDigest.of(Trees.walk(program)))).isTrue();
        assertThat(digests.add(TreeDigest.of(Trees.walk(link)))).isTrue();
    }

    @Test
    void timesPlaceAndOtherModeBitsDoNotMatter() throws IOException {
        Path other = Trees.write(temp.resolve("elsewhere"), Map.of("a", "x"));
        Files.setLastModifiedTime(other.resolve("a"), FileTime.fromMillis(0));
        Trees.mode(other.resolve("a"), "rw-------");

        assertThat(TreeDigest.of(Trees.walk(other))).isEqualTo(digest("here", Map.of("a", "x")));
    }

    @Test
    void theFormatNeverChanges() {
        // Computed independently from the description in TreeDigest.
        assertThat(digest("t", Map.of("d/é.py", "print()\n")))
                .hasToString("cc81aeccd349145fa9b22c421b45ba75d0a3f716a547b0713ffcda8348002e69");
    }

    @Test
    void aCopyHasTheDigestOfTheOriginal() throws IOException {
        Path root = Trees.write(temp.resolve("t"), Map.of("d/run", "#!", "e/", "", "big", "x".repeat(200_000)));
        Trees.mode(root.resolve("d/run"), "rwxrwxrwx");
        Files.createSymbolicLink(root.resolve("d/l"), Path.of("../big"));
        CodeTree tree = Trees.walk(root);
        Path copy = Files.createDirectory(temp.resolve("copy"));

        TreeDigest.copy(tree, copy, TreeDigest.of(tree));

        assertThat(Trees.walk(copy).entries()).isEqualTo(tree.entries());
        assertThat(TreeDigest.of(Trees.walk(copy))).isEqualTo(TreeDigest.of(tree));
    }

    @Test
    void whatChangesBetweenHashingAndCopyingIsNoticed() throws IOException {
        Path root = Trees.write(temp.resolve("t"), Map.of("a", "old"));
        CodeTree tree = Trees.walk(root);
        Digest digest = TreeDigest.of(tree);

        Files.writeString(root.resolve("a"), "new");
        assertChanged(
                () -> TreeDigest.copy(tree, Files.createDirectory(temp.resolve("1")), digest), "the folder", root);
        Files.writeString(root.resolve("a"), "longer");
        assertChanged(
                () -> TreeDigest.copy(tree, Files.createDirectory(temp.resolve("2")), digest),
                "the file",
                root.resolve("a"));
        Files.delete(root.resolve("a"));
        assertChanged(() -> TreeDigest.of(tree), "the file", root.resolve("a"));
    }

    @Test
    void aFileThatBecameALinkIsNotFollowed() throws IOException {
        Path root = Trees.write(temp.resolve("t"), Map.of("a", "123"));
        CodeTree tree = Trees.walk(root);
        Files.writeString(temp.resolve("secret"), "456");
        Files.delete(root.resolve("a"));
        Files.createSymbolicLink(root.resolve("a"), temp.resolve("secret"));

        assertThatThrownBy(() -> TreeDigest.of(tree))
                .isInstanceOf(MilieuException.class)
                .hasMessageStartingWith("cannot read the code: `" + root.resolve("a") + "`: ");
    }

    private static void assertChanged(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String what, Path path) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code()).isEqualTo(CoreError.CODE_CHANGED))
                .hasMessage("%s `%s` changed while it was read", what, path);
    }
}
