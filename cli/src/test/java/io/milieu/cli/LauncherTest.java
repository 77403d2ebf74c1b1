package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.IndexServer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script that users start, beside a program that has been built. */
@Timeout(120)
class LauncherTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private Path program;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("old", "1.0").make())
            .add(wheel("demo", "1.0")
                    .module("demo/__init__.py", "")
                    .module("demo/grüße.txt", "hello")
                    .make())
            .start();

    @BeforeEach
    void install() throws Exception {
        door = new FrontDoor(temp);
        Path project = Files.createDirectory(temp.toRealPath().resolve("project"));
        program = copy("milieu", project);
        for (String name : List.of("config/find-jdk", "config/jvm-options", "pom.xml")) {
            copy(name, project);
        }
        for (String module : List.of("testkit", "solver", "core", "python", "client", "agent", "engine-ray")) {
            Files.createDirectory(project.resolve(module));
        }
        Files.writeString(project.resolve("testkit/pom.xml"), "");
        Path built = Files.createDirectories(project.resolve("cli/target/milieu"));
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, classPath());
        new JarOutputStream(Files.newOutputStream(built.resolve("milieu-cli.jar")), manifest).close();
        Files.writeString(built.resolve("built"), "");
    }

    @AfterEach
    void end() {
        // What settles in the background still writes into the folder that is deleted next.
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(door.store().toString()))
                .forEach(process -> process.onExit().join());
        index.close();
    }

    /** Tests run in the folder of their module. */
    private static Path copy(String name, Path project) throws IOException {
        Path here = Path.of("milieu");
        Path source = Files.exists(here) ? Path.of(name) : Path.of("..").resolve(name);
        Path target = project.resolve(name);
        Files.createDirectories(target.getParent());
        return Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(each -> Path.of(each).toAbsolutePath().toUri())
                .map(URI::toString)
                .collect(Collectors.joining(" "));
    }

    private Ended run(Map<String, String> variables, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(door.here().toFile());
        builder.environment().clear();
        builder.environment().putAll(door.variables());
        builder.environment().put("MILIEU_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(variables);
        return FrontDoor.ended(builder.start());
    }

    @Test
    void namesBeyondAsciiPassInAnyLocaleWhichStaysTheWorkers() throws Exception {
        door.write("code/ü.txt", "ü inside");
        String script = "import os, sys, demo;"
                + "b = lambda text: os.fsencode(text).decode('utf-8');"
                + "out = [b(sys.argv[1]), b(os.environ['WORD']), b(os.environ['GIVEN']), open(b'\\xc3\\xbc.txt', 'rb').read().decode(),"
                + " str(os.path.exists(os.path.dirname(demo.__file__).encode() + b'/gr\\xc3\\xbc\\xc3\\x9fe.txt')),"
                + " str(os.environ.get('LC_ALL')), str(os.environ.get('MILIEU_CALLERS_LC_ALL'))];"
                + "sys.stdout.buffer.write('|'.join(out).encode())";
        String[] words = FrontDoor.indexed(
                index,
                "run",
                "-q",
                "--pip",
                "demo",
                "--working-dir",
                "code",
                "--env-var",
                "GIVEN=ö",
                "--",
                "python",
                "-c",
                script,
                "ä");
        String same = "ä|é|ö|ü inside|True|";
        assertThat(run(Map.of("LC_ALL", "C", "WORD", "é"), words)).isEqualTo(new Ended(0, same + "C|None", ""));
        assertThat(run(Map.of("WORD", "é"), words)).isEqualTo(new Ended(0, same + "None|None", ""));
    }

    @Test
    void aWorkerHasNoChildItNeverMadeAndTheBudgetIsKeptBehindIt() throws Exception {
        Path old = door.with(index, "create", "--pip", "old").folder();
        door.age();
        String script =
                "import os\ntry: print(os.waitpid(-1, os.WNOHANG))\nexcept ChildProcessError: print('no child')";
        Map<String, String> narrow = Map.of("MILIEU_MAX_SIZE", "0");
        assertThat(run(narrow, FrontDoor.indexed(index, "run", "-q", "--pip", "demo", "--", "python", "-c", script)))
                .isEqualTo(new Ended(0, "no child\n", ""));
        while (Files.exists(old)) {
            Thread.onSpinWait();
        }
        assertThat(door.store().resolve("collected")).exists();
    }
}
