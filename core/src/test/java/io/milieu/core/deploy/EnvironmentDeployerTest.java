package io.milieu.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.plan.Launch;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.core.spec.RuntimeEnvBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentDeployerTest {
    @TempDir
    Path temp;

    private Path tool;
    private final Map<String, String> inherited = new HashMap<>();
    private final RuntimeEnvBuilder spec = RuntimeEnv.builder();
    private final Launch.Builder launch = Launch.builder();
    private Isolation isolation = new VirtualenvIsolation();

    @BeforeEach
    void aTool() throws IOException {
        tool = program("tools/tool");
        inherited.put("PATH", temp.resolve("tools").toString());
    }

    private Path program(String name) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private LaunchCommand command(String... words) {
        WorkerRequest worker = new WorkerRequest(List.of(words), inherited, temp);
        return new EnvironmentDeployer(isolation).command(launch.build(), spec.build(), worker);
    }

    private Map<String, String> variables() {
        return command("tool").variables();
    }

    private void assertRefused(CoreError code, String message, String... words) {
        assertThatThrownBy(() -> command(words))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aReferenceStandsForWhatTheVariableIsWithoutTheSpec() {
        inherited.put("B", "inherited");
        spec.envVar("B", "own").envVar("A", "<${B}>").envVar("C", "<${A}>");
        assertThat(variables()).containsEntry("B", "own").containsEntry("A", "<inherited>");
        assertThat(variables()).containsEntry("C", "<>");
    }

    @Test
    void aVariableMayExtendItself() {
        inherited.put("LIST", "one");
        spec.envVar("LIST", "zero:${LIST}:two");
        assertThat(variables()).containsEntry("LIST", "zero:one:two");
    }

    @Test
    void onlyNamesInBracesAreReferencesAndValuesAreTakenAsTheyAre() {
        inherited.put("ODD", "a$1\\b${ODD}");
        inherited.put("PLAIN", "plain");
        spec.envVar("RESULT", "${ODD} $PLAIN ${} ${1} ${no-name} $${PLAIN} ${PLAIN");
        assertThat(variables()).containsEntry("RESULT", "a$1\\b${ODD} $PLAIN ${} ${1} ${no-name} $plain ${PLAIN");
    }

    @Test
    void theSpecsVariablesWinOverTheEnvironmentsAndTheseOverInheritedOnes() {
        inherited.putAll(Map.of("X", "inherited", "Y", "inherited", "Z", "inherited"));
        launch.variable("X", "environment").variable("Y", "environment");
        spec.envVar("X", "spec ${X}");
        assertThat(variables())
                .containsEntry("X", "spec environment")
                .containsEntry("Y", "environment")
                .containsEntry("Z", "inherited");
    }

    @Test
    void anotherPythonsHomeIsNotInheritedButMayBeAskedFor() {
        inherited.put("PYTHONHOME", "/other");
        assertThat(variables()).doesNotContainKey("PYTHONHOME");
        spec.envVar("PYTHONHOME", "/wanted");
        assertThat(variables()).containsEntry("PYTHONHOME", "/wanted");
    }

    @Test
    void theEnvironmentsProgramsHideThoseOfTheSameName() throws IOException {
        Path own = program("environment/bin/tool");
        launch.searchPath(temp.resolve("environment/bin").toString()).searchPath("/second");
        assertThat(command("tool").argv()).containsExactly(own.toString());
        assertThat(variables()).containsEntry("PATH", own.getParent() + ":/second:" + tool.getParent());
    }

    @Test
    void aPathOfTheSpecDecidesWhatIsFoundAndMayHoldTheEnvironments() throws IOException {
        program("environment/bin/tool");
        Path preferred = program("preferred/tool");
        launch.searchPath(temp.resolve("environment/bin").toString());
        spec.envVar("PATH", preferred.getParent() + ":${PATH}");
        assertThat(command("tool").argv()).containsExactly(preferred.toString());
        assertThat(variables())
                .containsEntry(
                        "PATH",
                        preferred.getParent() + ":" + temp.resolve("environment/bin") + ":" + temp.resolve("tools"));
    }

    @Test
    void whatIsNoProgramIsNotFoundOnThePath() throws IOException {
        Files.createDirectories(temp.resolve("first/tool"));
        Files.createDirectories(temp.resolve("second"));
        Files.writeString(temp.resolve("second/tool"), "not executable");
        launch.searchPath(temp.resolve("first").toString())
                .searchPath(temp.resolve("second").toString());
        assertThat(command("tool").argv()).containsExactly(tool.toString());
        assertRefused(CoreError.COMMAND_FAILED, "the command `./tool` was not found in the environment", "./tool");
    }

    @Test
    void codeComesBeforeTheSpecsPythonPathAndThatBeforeTheInherited() {
        inherited.put("PYTHONPATH", "/inherited");
        launch.pythonPath("/code/1").pythonPath("/code/2");
        assertThat(variables()).containsEntry("PYTHONPATH", "/code/1:/code/2:/inherited");
        spec.envVar("PYTHONPATH", "/own");
        assertThat(variables()).containsEntry("PYTHONPATH", "/code/1:/code/2:/own:/inherited");
    }

    @Test
    void aPythonPathThatNamesTheInheritedItselfHasItOnce() {
        inherited.put("PYTHONPATH", "/inherited");
        spec.envVar("PYTHONPATH", "${PYTHONPATH}:/own");
        assertThat(variables()).containsEntry("PYTHONPATH", "/inherited:/own");
    }

    @Test
    void noListOfFoldersGetsAnEmptyElement() {
        inherited.put("PYTHONPATH", "");
        launch.pythonPath("/code");
        assertThat(variables()).containsEntry("PYTHONPATH", "/code").doesNotContainKey("CLASSPATH");
        spec.envVar("PYTHONPATH", "");
        assertThat(variables()).containsEntry("PYTHONPATH", "/code");
    }

    @Test
    void aProcessSeesThePackagesLastAndNothingOfAVirtualEnvironment() {
        isolation = new ProcessIsolation();
        inherited.putAll(Map.of("PYTHONPATH", "/inherited", "VIRTUAL_ENV", "/outer", "PYTHONHOME", "/other"));
        launch.pythonPath("/code").sitePackages("/site").variable("VIRTUAL_ENV", "/environment");
        spec.envVar("PYTHONPATH", "/own");
        assertThat(variables())
                .containsEntry("PYTHONPATH", "/code:/own:/inherited:/site")
                .doesNotContainKeys("VIRTUAL_ENV", "PYTHONHOME");
    }

    @Test
    void jarsComeBeforeTheSpecsClassPath() {
        inherited.put("CLASSPATH", "/inherited.jar");
        launch.javaClassPath("/a.jar").javaClassPath("/b.jar");
        assertThat(variables()).containsEntry("CLASSPATH", "/a.jar:/b.jar:/inherited.jar");
        spec.envVar("CLASSPATH", "/own.jar");
        assertThat(variables()).containsEntry("CLASSPATH", "/a.jar:/b.jar:/own.jar");
    }

    @Test
    void pythonStandsForTheInterpreterOnlyAsTheFirstWordAndWithoutAVersion() throws IOException {
        Path interpreter = program("environment/bin/python");
        Path base = program("base/python3.13");
        Path other = program("tools/python3.9");
        launch.interpreter(interpreter.toString()).baseInterpreter(base.toString());
        assertThat(command("python", "python").argv()).containsExactly(interpreter.toString(), "python");
        assertThat(command("python3").argv()).containsExactly(interpreter.toString());
        assertThat(command("python3.9").argv()).containsExactly(other.toString());
        isolation = new ProcessIsolation();
        assertThat(command("python", "-V").argv()).containsExactly(base.toString(), "-V");
    }

    @Test
    void thePyExecutableOfTheSpecGoesBeforeTheWorkersWords() throws IOException {
        launch.interpreter(program("environment/bin/python").toString());
        spec.pyExecutable("tool 'two words' -m");
        assertThat(command("python", "main.py").argv()).containsExactly(tool.toString(), "two words", "-m", "main.py");
        assertThat(command("tool").argv()).containsExactly(tool.toString());
    }

    @Test
    void aPyExecutableWithoutAWordIsRefused() {
        spec.pyExecutable("  ");
        assertRefused(CoreError.USAGE, "`py_executable` holds no command", "python", "tool");
    }

    @Test
    void withoutAnInterpreterOrAWordNothingCanRun() {
        assertRefused(
                CoreError.COMMAND_FAILED, "the environment has no Python interpreter to run `python` with", "python");
        assertRefused(CoreError.USAGE, "there is no command to run");
    }

    @Test
    void theWorkingDirectoryOfTheEnvironmentGoesBeforeTheWorkers() throws IOException {
        Path script = program("work/run.sh");
        assertThat(command("tool").directory()).isEqualTo(temp);
        launch.workingDirectory(temp.resolve("work").toString());
        LaunchCommand command = command("./run.sh");
        assertThat(command.directory()).isEqualTo(script.getParent());
        assertThat(Path.of(command.argv().getFirst()).normalize()).isEqualTo(script);
    }

    @Test
    void onlyVariablesThatDifferAreShownInOrder() {
        Map<String, String> all = Map.of("SAME", "1", "OTHER", "2", "NEW", "3");
        LaunchCommand command = new LaunchCommand(List.of("/bin/tool", "x y"), all, Path.of("/here"));
        assertThat(Json.compact(command.toJson(Map.of("SAME", "1", "OTHER", "1", "GONE", "4"))))
                .isEqualTo(
                        "{\"argv\":[\"/bin/tool\",\"x y\"],\"variables\":{\"NEW\":\"3\",\"OTHER\":\"2\"},\"directory\":\"/here\"}");
    }
}
