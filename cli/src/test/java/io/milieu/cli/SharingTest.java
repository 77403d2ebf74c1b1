package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.Subprocess;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made once and shared, and what is made anew. */
class SharingTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("demo", "1.0").module("demo/__init__.py", "").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private Path create(String... words) {
        return door.with(
                        index,
                        Stream.concat(Stream.of("create"), Stream.of(words)).toArray(String[]::new))
                .folder();
    }

    private static Path installed(Path environment) throws IOException {
        try (Stream<Path> found =
                Files.find(environment.resolve("lib"), 4, (path, as) -> path.endsWith("site-packages/demo"))) {
            return found.findFirst().orElseThrow();
        }
    }

    private static String python(Path environment, String... words) throws Exception {
        List<String> command = Stream.concat(
                        Stream.of(environment.resolve("bin/python").toString()), Stream.of(words))
                .toList();
        Subprocess.Outcome outcome =
                new Subprocess(command, Map.of("PATH", "/usr/bin:/bin"), environment).run(Duration.ofSeconds(60));
        assertThat(outcome.errors()).isEmpty();
        return outcome.output().strip();
    }

    @Test
    void theSecondRequestAsksNoIndex() {
        Path first = create("--pip", "demo");
        index.clearRequests();
        assertThat(create("--pip", "demo")).isEqualTo(first);
        assertThat(index.requests()).isEmpty();
    }

    @Test
    void requestsThatResolveAlikeShareAnEnvironment() throws Exception {
        Path first = create("--pip", "demo");
        assertThat(create("--pip", "demo==1.*", "--env-var", "A=1")).isEqualTo(first);
        door.write("requirements.txt", "# the demo\nDEMO >= 1\n");
        assertThat(create("-r", "requirements.txt")).isEqualTo(first);
        door.write("a folder/more.txt", "demo\n");
        assertThat(create("-r", "a folder/more.txt")).isEqualTo(first);
        assertThat(create("--env", "{\"uv\": {\"packages\": [\"demo\"], \"uv_check\": true}}"))
                .isEqualTo(first);
        assertThat(index.count("*.whl")).isEqualTo(1);
    }

    @Test
    void codeIsSharedByContent() throws Exception {
        door.write("one/main.py", "print(1)\n");
        door.write("two/main.py", "print(1)\n");
        Path first = create("--working-dir", "one");
        assertThat(create("--working-dir", "two")).isEqualTo(first);
        door.write("one/main.py", "print(2)\n");
        Path changed = create("--working-dir", "one");
        assertThat(changed).isNotEqualTo(first);
        assertThat(changed.resolve("working_dir/main.py")).hasContent("print(2)");
        assertThat(first.resolve("working_dir/main.py")).hasContent("print(1)");
        door.write("one/.gitignore", "*.log\n");
        door.write("one/big.log", "much");
        door.write("one/notes.txt", "");
        assertThat(create("--working-dir", "one", "--exclude", "notes.txt").resolve("working_dir"))
                .isDirectoryNotContaining(path -> path.toString().matches(".*(log|txt)"));
    }

    @Test
    void refreshingResolvesAnew() {
        Path first = create("--pip", "demo");
        index.publish(wheel("demo", "1.1").make());
        assertThat(create("--pip", "demo")).isEqualTo(first);
        Path second = create("--pip", "demo", "--refresh");
        assertThat(second).isNotEqualTo(first);
        assertThat(create("--pip", "demo")).isEqualTo(second);
    }

    @Test
    void theLinkModeDecidesHowFilesGetIn() throws Exception {
        assertThat(installed(create("--pip", "demo", "--link-mode", "symlink"))).isSymbolicLink();
        Path copied = installed(create("--pip", "demo", "--link-mode", "copy"));
        assertThat(copied).isDirectory();
        assertThat(Files.isSymbolicLink(copied)).isFalse();
        assertThat(Files.getAttribute(copied.resolve("__init__.py"), "unix:nlink"))
                .isEqualTo(1);
        Path linked = installed(create("--pip", "demo", "--link-mode", "hardlink"));
        assertThat(Files.getAttribute(linked.resolve("__init__.py"), "unix:nlink"))
                .isEqualTo(2);
        assertThat(index.count("*.whl")).isEqualTo(1);
    }

    @Test
    void theBasesPackagesAreNotInstalledAgain() throws Exception {
        String version = pipOfTheBase();
        index.publish(wheel("pip", "999").make());
        Path environment = create("--extend-base", "--pip", "demo", "--pip", "pip");
        assertThat(index.count("*/pip-999*.whl")).isZero();
        assertThat(python(environment, "-c", "import demo, pip; print(pip.__version__)"))
                .isEqualTo(version);
    }

    @Test
    void aWorkingPipCanBePutIn() throws Exception {
        pipOfTheBase();
        Path bundled = Path.of(python(
                create(),
                "-c",
                "import ensurepip, os; print(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))"));
        assumeTrue(Files.isDirectory(bundled), "this Python brings no wheel of pip");
        try (IndexServer real = IndexServer.builder().directory(bundled).start()) {
            Path environment = door.with(real, "create", "--with-pip").folder();
            assertThat(python(environment, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check"))
                    .startsWith("pip==");
            assertThat(environment.resolve("bin/pip")).isExecutable();
        }
    }

    private static String pipOfTheBase() throws Exception {
        Subprocess.Outcome outcome = new Subprocess(
                        List.of(FrontDoor.python().toString(), "-c", "import pip; print(pip.__version__)"),
                        Map.of(),
                        Path.of("/"))
                .run(Duration.ofSeconds(60));
        assumeTrue(outcome.exitCode() == 0, "this Python has no pip");
        return outcome.output().strip();
    }

    @Test
    void anEnvironmentIsTriedAsTheSpecAsks() {
        index.publish(wheel("broken", "1.0")
                .module("broken/__init__.py", "raise RuntimeError('not today')\n")
                .make());
        Path untried = create("--pip", "broken");
        assertThat(create("--pip", "broken", "--validate", "minimal")).isNotEqualTo(untried);
        assertThat(door.with(index, "create", "--pip", "broken", "--validate", "full"))
                .isEqualTo(FrontDoor.failed(
                        1,
                        "validation-failed",
                        "the environment failed its full validation:\nbroken cannot be imported: RuntimeError: not today",
                        "Ask for other versions, or leave out `validation_type` to use it all the same."));
        assertThat(create("--pip", "demo", "--validate", "full")).isDirectory();
    }

    @Test
    void anOwnCommandMayTryTheEnvironment() {
        String spec =
                "{\"pip\": [\"demo\"], \"validation_type\": {\"type\": \"custom\", \"command\": [\"python\", \"-c\", \"%s\"]}}";
        assertThat(create("--env", spec.formatted("import demo"))).isDirectory();
        String failing = "import demo, sys; print('no'); sys.exit(3)";
        assertThat(door.with(index, "create", "--env", spec.formatted(failing)))
                .isEqualTo(FrontDoor.failed(
                        1,
                        "validation-failed",
                        "the validation command `python -c " + failing + "` ended with exit code 3:\nno",
                        "Run the command in an environment made without `validation_type` to look closer."));
    }

    @Test
    void anOwnCommandRunsAsAWorkerWould() throws Exception {
        index.publish(wheel("tool", "1.0")
                .consoleScript("tool", "tool:main")
                .module("tool.py", "import helper, sys\ndef main():\n    sys.exit(sys.argv[1] + helper.NAME)\n")
                .make());
        door.write("code/here.txt", "");
        door.write("lib/helper/__init__.py", "NAME = 'helper'\n");
        String spec = "{\"pip\": [\"tool\"], \"working_dir\": \"code\", \"py_modules\": [\"lib/helper\"],"
                + " \"env_vars\": {\"GREETING\": \"hi ${HOME}\"},"
                + " \"validation_type\": {\"type\": \"custom\", \"command\": %s}}";
        String script = "import os, sys; print(os.listdir('.'), os.environ['GREETING'],"
                + " [os.path.relpath(p, sys.prefix) for p in os.environ['PYTHONPATH'].split(':')]); sys.exit(1)";
        assertThat(door.with(index, "create", "--env", spec.formatted("[\"python\", \"-c\", \"" + script + "\"]"))
                        .err())
                .contains(" ended with exit code 1:\n['here.txt'] hi "
                        + door.variables().get("HOME") + " ['py_modules/0', 'working_dir']\n");
        assertThat(door.with(index, "create", "--env", spec.formatted("[\"tool\", \"my \"]"))
                        .err())
                .startsWith(
                        "error[validation-failed]: the validation command `tool my ` ended with exit code 1:\nmy helper\n");
        assertThat(door.with(index, "create", "--env", spec.formatted("[\"absent\"]"))
                        .err())
                .startsWith("error[command-failed]: the command `absent` was not found in the environment\n");
        Path made = door.with(index, "create", "--env", spec.formatted("[\"test\", \"-f\", \"here.txt\"]"))
                .folder();
        assertThat(made.resolve("working_dir")).isDirectoryContaining("glob:**here.txt");
        assertThat(made.resolve("py_modules/0/helper/__pycache__")).doesNotExist();
    }

    @Test
    void aModuleMayBeAWheelAnArchiveOrAFile() throws Exception {
        wheel("fromwheel", "1.0").make().writeTo(door.here());
        door.write("single.py", "x = 1\n");
        JsonObject launch = door.run(
                        "create", "--json", "--py-module", "single.py", "--py-module", "fromwheel-1.0-py3-none-any.whl")
                .json()
                .object("launch");
        String path = String.join(":", launch.strings("python_path"));
        Subprocess.Outcome outcome = new Subprocess(
                        List.of(
                                launch.string("interpreter").orElseThrow(),
                                "-c",
                                "import single, fromwheel; print(single.x, fromwheel.__version__)"),
                        Map.of("PYTHONPATH", path),
                        door.here())
                .run(Duration.ofSeconds(60));
        assertThat(outcome.output() + outcome.errors()).isEqualTo("1 1.0\n");
    }
}
