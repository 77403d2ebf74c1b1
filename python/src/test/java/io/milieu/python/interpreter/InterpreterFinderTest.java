package io.milieu.python.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterpreterFinderTest {
    private final Map<String, String> variables = new HashMap<>();
    private Path root;
    private Path work;

    @BeforeEach
    void folders(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
        work = Files.createDirectories(root.resolve("work/project"));
        variables.put("HOME", root.resolve("home").toString());
        variables.put(
                "PATH",
                "relative:" + root.resolve("bin") + ":" + root.resolve("missing") + "::" + root.resolve("bin2"));
    }

    @Test
    void theSourcesAreSearchedInOrder() throws IOException {
        Path venv = python("venvbase/bin/python3.8", "3.8.1");
        Files.createDirectories(root.resolve("venv/bin"));
        Files.writeString(root.resolve("venv/pyvenv.cfg"), "home = " + venv.getParent());
        Files.createSymbolicLink(root.resolve("venv/bin/python"), venv);
        variables.put("VIRTUAL_ENV", root.resolve("venv").toString());
        List<Path> expected = List.of(
                venv,
                python("bin/python3", "3.9.0"),
                python("bin/python", "3.9.1"),
                python("bin/python3.13", "3.13.0"),
                python("bin/python3.9", "3.9.2"),
                python("bin2/python3", "3.9.3"),
                python("home/.pyenv/versions/3.10.2/bin/python", "3.10.2"),
                python("home/.pyenv/versions/3.9.18/bin/python", "3.9.18"),
                python("usr/local/bin/python3", "3.9.4"),
                python("usr/bin/python3", "3.9.5"),
                python("home/miniconda3/bin/python", "3.9.6"),
                python("home/miniconda3/envs/data/bin/python", "3.9.7"),
                python("opt/conda/bin/python", "3.9.8"));
        assertThat(executables()).isEqualTo(expected);
        assertThat(find("any").executable()).isEqualTo(venv);
    }

    @Test
    void anyIsTheFirstUsablePythonOnThePath() throws IOException {
        FakePython.script(root.resolve("bin/python3"), "exit 1");
        Path second = python("bin2/python3", "3.11.2");
        assertThat(find("any").executable()).isEqualTo(second);
    }

    @Test
    void theFirstThatFitsIsTakenAndTheRestIsNotAsked() throws IOException {
        Path first = python("bin/python3", "3.11.7");
        Path second = python("bin/python", "3.12.4");
        Path third = python("bin2/python3", "3.12.1");
        assertThat(find("3.12").executable()).isEqualTo(second);
        assertThat(FakePython.runs(first)).isEqualTo(1);
        assertThat(FakePython.runs(third)).isZero();
        assertThat(find("3.12.1").executable()).isEqualTo(third);
        assertThat(find("<3.12,>=3.9").executable()).isEqualTo(first);
        assertThat(find("3").executable()).isEqualTo(first);
    }

    @Test
    void aProgramNamedAfterAnotherVersionIsNotAsked() throws IOException {
        Path named = python("bin/python3.11", "3.11.7");
        Files.createSymbolicLink(root.resolve("bin/python3"), named);
        Path wanted = python("bin2/python3.12", "3.12.1");
        assertThat(find("3.12").executable()).isEqualTo(wanted);
        assertThat(FakePython.runs(named)).isZero();
    }

    @Test
    void implementationsAndFreeThreadedBuildsAreOnlyTakenByName() throws IOException {
        Path pypy = root.resolve("bin/python3");
        FakePython.answering(
                pypy, FakePython.answer(pypy, "3.13.2", "pypy", false).build());
        Path free = root.resolve("bin/python3.13t");
        FakePython.answering(
                free, FakePython.answer(free, "3.13.0", "cpython", true).build());
        Path plain = python("bin2/python3", "3.13.1");
        assertThat(find("3.13").executable()).isEqualTo(plain);
        assertThat(find(">=3.13").executable()).isEqualTo(plain);
        assertThat(find("3.13t").executable()).isEqualTo(free);
        assertThat(find("pypy").executable()).isEqualTo(pypy);
        assertThat(find("pypy3.13").executable()).isEqualTo(pypy);
        assertThat(finder().all())
                .extracting(Object::toString)
                .containsExactly("pypy 3.13.2 (" + pypy + ")", "3.13.0t (" + free + ")", "3.13.1 (" + plain + ")");
    }

    @Test
    void aPathMayBeAFileAVenvOrRelative() throws IOException {
        Path python = python("opt/py/bin/python", "3.12.1");
        assertThat(find(python.toString()).executable()).isEqualTo(python);
        assertThat(find(root.resolve("opt/py").toString()).executable()).isEqualTo(python);
        assertThat(find("../../opt/py").executable()).isEqualTo(python);
        assertThat(find("~/../opt/py/bin/python").executable()).isEqualTo(python);
    }

    @Test
    void oneInterpreterUnderManyNamesIsListedOnce() throws IOException {
        Path python = python("bin/python3.11", "3.11.7");
        Files.createSymbolicLink(root.resolve("bin/python3"), python);
        Files.createDirectories(root.resolve("usr"));
        Files.createSymbolicLink(root.resolve("usr/bin"), root.resolve("bin"));
        FakePython.script(root.resolve("bin2/python"), "exec " + python + " \"$@\"");
        assertThat(executables()).containsExactly(python);
    }

    @Test
    void theListShowsWhatIsBrokenAndWhy() throws IOException {
        Path broken = FakePython.script(root.resolve("bin/python3"), "exit 4");
        Path good = python("bin2/python3", "3.12.1");
        assertThat(finder().all())
                .containsExactly(new BrokenInterpreter(broken, "it ended with exit code 4"), probe().probe(good));
    }

    @Test
    void aFailedSearchNamesWhatThereIs() throws IOException {
        Path first = python("bin/python3", "3.11.7");
        Path second = python("bin2/python3", "3.12.1");
        Path old = FakePython.script(root.resolve("bin2/python"), "echo '{\"too_old\": \"3.6\"}'");
        assertThatThrownBy(() -> find("3.99")).isInstanceOfSatisfying(MilieuException.class, e -> {
            assertThat(e.code()).isEqualTo(PythonError.INTERPRETER_NOT_FOUND);
            assertThat(e)
                    .hasMessage("no interpreter for `3.99` was found; found: 3.11.7 (" + first + "), 3.12.1 (" + second
                            + ")");
            assertThat(e.hints())
                    .containsExactly(
                            "Install it, or give the path of an interpreter.",
                            "`" + old + "` was passed over: Python 3.6 is older than 3.8, the oldest that is"
                                    + " supported");
        });
    }

    @Test
    void aMachineWithoutPythonSaysSo() {
        assertThatThrownBy(() -> find("any")).hasMessage("no interpreter for `any` was found");
        assertThat(finder().all()).isEmpty();
    }

    @Test
    void pyenvShimsLeadToTheChosenVersionWithoutBeingRun() throws IOException {
        Path old = python("pyenv/versions/3.10.13/bin/python3", "3.10.13");
        Path current = python("pyenv/versions/3.11.7/bin/python3", "3.11.7");
        Path newest = python("pyenv/versions/3.12.1/bin/python3", "3.12.1");
        Path shim = FakePython.script(root.resolve("pyenv/shims/python3"), "exit 5");
        variables.put("PYENV_ROOT", root.resolve("pyenv").toString());
        variables.put("PATH", shim.resolve("..").normalize().toString());
        Files.writeString(root.resolve("pyenv/version"), "# global\nabsent\n3.11.7\n");
        assertThat(find("any").executable()).isEqualTo(current);
        Files.writeString(root.resolve("work/.python-version"), "3.10.13\n");
        assertThat(find("any").executable()).isEqualTo(old);
        variables.put("PYENV_VERSION", "../3.10.13:3.12.1");
        assertThat(find("any").executable()).isEqualTo(newest);
        assertThat(FakePython.runs(shim)).isZero();
    }

    @Test
    void aShimWithoutAChosenVersionIsNoCandidateButMayBeNamed() throws IOException {
        Path system = python("usr/bin/python3", "3.11.2");
        Path shim = FakePython.script(root.resolve("home/.pyenv/shims/python3"), "exec " + system + " \"$@\"");
        variables.put("PATH", shim.resolve("..").normalize().toString());
        variables.put("PYENV_VERSION", "system");
        assertThat(find("any").executable()).isEqualTo(system);
        assertThat(FakePython.runs(shim)).isZero();
        assertThat(find(shim.toString()).executable()).isEqualTo(system);
        assertThat(FakePython.runs(shim)).isEqualTo(1);
    }

    private Path python(String path, String version) throws IOException {
        return FakePython.cpython(root.resolve(path), version);
    }

    private Interpreter find(String request) {
        return finder().find(PythonRequest.parse(request));
    }

    private List<Path> executables() {
        return finder().all().stream()
                .map(finding -> ((Interpreter) finding).executable())
                .toList();
    }

    private InterpreterFinder finder() {
        return new InterpreterFinder(places(), probe());
    }

    private InterpreterProbe probe() {
        return new InterpreterProbe(places(), root.resolve("cache"), Duration.ofSeconds(20));
    }

    private SearchPlaces places() {
        return new SearchPlaces(variables, root, work);
    }
}
