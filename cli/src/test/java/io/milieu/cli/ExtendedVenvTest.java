package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.posix.Subprocess;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments over a virtual environment that others made: what is there counts as installed, in whatever form, and stays as it is. */
class ExtendedVenvTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private Path venv;
    private Path site;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("dep", "1.0")
                    .file("dep.py", "V = '1.0'\n".getBytes(UTF_8))
                    .make())
            .add(wheel("dep", "2.0")
                    .file("dep.py", "V = '2.0'\n".getBytes(UTF_8))
                    .make())
            .add(wheel("plain", "3.0")
                    .file("plain.py", "V = 'new'\n".getBytes(UTF_8))
                    .make())
            .start();

    @BeforeEach
    void makeAVirtualEnvironment() throws Exception {
        door = new FrontDoor(temp);
        Path python = FrontDoor.python();
        venv = temp.toRealPath().resolve("venv with 'quotes'");
        Files.createDirectories(venv.resolve("bin"));
        Files.createSymbolicLink(venv.resolve("bin/python"), python);
        Files.writeString(
                venv.resolve("pyvenv.cfg"),
                "home = " + python.getParent() + "\ninclude-system-site-packages = false\n");
        String minor = output(python, "import sys; print('%d.%d' % sys.version_info[:2])");
        site = venv.resolve("lib/python" + minor + "/site-packages");
        write("old.py", "V = 'old'\n");
        write("old-1.2.egg-info/PKG-INFO", "Metadata-Version: 1.0\nName: old\nVersion: 1.2\n");
        write("plain.py", "V = 'plain'\n");
        write(
                "plain-2.0.dist-info/METADATA",
                "Metadata-Version: 2.1\nName: plain\nVersion: 2.0\nRequires-Dist: dep<2\n");
        write("edited-3.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: edited\nVersion: 3.0\n");
        Path source = Files.createDirectory(temp.resolve("source"));
        Files.writeString(source.resolve("edited.py"), "V = 'edited'\n");
        write("__editable__.edited.pth", source + "\n");
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private static String output(Path python, String program) throws Exception {
        Subprocess question = new Subprocess(
                List.of(python.toString(), "-B", "-c", program), Map.of("LC_ALL", "C.UTF-8"), Path.of("/"));
        Subprocess.Outcome outcome = question.run(Duration.ofSeconds(60));
        return (outcome.output() + outcome.errors()).strip();
    }

    private void write(String file, String text) throws IOException {
        Path path = site.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(venv)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".pyc"))
                    .toList()) {
                if (!Files.isSymbolicLink(file)) {
                    content.put(file.toString(), Files.readString(file));
                }
            }
        }
        return content;
    }

    private String printed(String program, String... packages) throws Exception {
        Stream.Builder<String> words = Stream.builder();
        Stream.of("create", "--python", venv + "/bin/python", "--extend-base").forEach(words);
        Stream.of(packages).flatMap(each -> Stream.of("--pip", each)).forEach(words);
        Path environment =
                door.with(index, words.build().toArray(String[]::new)).folder();
        return output(environment.resolve("bin/python"), program);
    }

    @Test
    void whatIsThereIsUsedWhateverItsForm() throws Exception {
        Map<String, String> before = content();
        assertThat(printed(
                        "import old, plain, edited, dep; print(old.V, plain.V, edited.V, dep.V)",
                        "old",
                        "plain",
                        "edited",
                        "dep"))
                .isEqualTo("old plain edited 1.0");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void anotherVersionHidesWhatIsThere() throws Exception {
        Map<String, String> before = content();
        assertThat(printed("import old, plain, dep; print(old.V, plain.V, dep.V)", "plain>2", "dep"))
                .isEqualTo("old new 2.0");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void withoutTheOptionNothingOfItIsSeen() throws Exception {
        Path environment = door.with(index, "create", "--python", venv + "/bin/python", "--pip", "plain")
                .folder();
        assertThat(output(environment.resolve("bin/python"), "import plain; print(plain.V); import old"))
                .startsWith("new\n")
                .contains("No module named 'old'");
    }
}
