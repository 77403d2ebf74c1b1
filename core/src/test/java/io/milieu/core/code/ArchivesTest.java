package io.milieu.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.base.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {
    private static final String[] KINDS = {"a.zip", "a.jar", "a.whl", "a.tar", "a.tar.gz", "a.tgz"};

    private final Archives archives = new Archives(ArchiveLimits.DEFAULT);

    @TempDir
    Path temp;

    private Path target(String name) throws IOException {
        return Files.createDirectories(temp.resolve("out").resolve(name));
    }

    @RepeatedTest(4)
    void aTreeThatWasPackedComesOutEqual(RepetitionInfo repetition) throws IOException {
        Path root = randomTree(new Random(repetition.getCurrentRepetition()), temp.resolve("in"));
        CodeTree tree = Trees.walk(root);
        Digest digest = TreeDigest.of(tree);
        for (String kind : KINDS) {
            Path archive = Packing.pack(tree, temp.resolve(kind));

            assertThat(archives.extract(archive, target(kind), false)).as(kind).isEqualTo(tree.size());
            assertThat(Trees.walk(target(kind)).entries()).as(kind).isEqualTo(tree.entries());
            assertThat(TreeDigest.of(Trees.walk(target(kind)))).as(kind).isEqualTo(digest);
        }
    }

    private static Path randomTree(Random random, Path root) throws IOException {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            String folder = "d" + random.nextInt(4) + "/e" + random.nextInt(3) + "/";
            String name = List.of("x", "y z", "é", "n".repeat(120)).get(random.nextInt(4)) + i;
            files.put(
                    random.nextBoolean() ? folder + name : name,
                    "c".repeat(random.nextInt(5) * random.nextInt(30_000)));
            files.put("empty" + random.nextInt(3) + "/", "");
        }
        Trees.write(root, files);
        for (String name : files.keySet()) {
            if (random.nextBoolean() && !name.endsWith("/")) {
                Trees.mode(root.resolve(name), "rwxr-xr-x");
            }
        }
        Files.createDirectories(root.resolve("d0"));
        Files.createSymbolicLink(root.resolve("d0/up"), Path.of("../d1/e1"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("no/such"));
        return root;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tgz"})
    void aSingleTopFolderIsStrippedOnlyWhenAsked(String kind) throws IOException {
        Path root = Trees.write(temp.resolve("in"), Map.of("top/top/x", "1", "top/0", "2", "top/y", "3"));
        Files.createSymbolicLink(root.resolve("top/l"), Path.of("top/x"));
        Path archive = Packing.pack(Trees.walk(root), temp.resolve(kind));

        archives.extract(archive, target("kept"), false);
        archives.extract(archive, target("stripped"), true);

        assertThat(Trees.files(Trees.walk(target("kept")))).containsExactly("top/0", "top/l", "top/top/x", "top/y");
        assertThat(Trees.files(Trees.walk(target("stripped")))).containsExactly("0", "l", "top/x", "y");
        assertThat(target("stripped").resolve("l")).hasContent("1");
    }

    @Test
    void severalTopEntriesAreNeverStripped() throws IOException {
        Path root = Trees.write(temp.resolve("in"), Map.of("top/x", "1", "README", ""));

        archives.extract(Packing.pack(Trees.walk(root), temp.resolve("a.zip")), target("t"), true);

        assertThat(Trees.files(Trees.walk(target("t")))).containsExactly("README", "top/x");
    }

    @Test
    void anArchiveMadeByAnotherToolIsRead() throws IOException {
        // zipfile of Python writes no folder entries, no Unix type and mode 0600; tarfile writes pax headers.
        for (String kind : List.of("python.zip", "python.tar.gz")) {
            Path archive = temp.resolve(kind);
            try (InputStream resource = ArchivesTest.class.getResourceAsStream(kind)) {
                Files.copy(Objects.requireNonNull(resource), archive);
            }

            assertThat(archives.extract(archive, target(kind), false)).isEqualTo(6);
            assertThat(target(kind).resolve("pkg/é.py")).hasContent("x = 1\n");
        }
    }
}
