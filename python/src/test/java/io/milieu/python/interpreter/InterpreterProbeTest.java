package io.milieu.python.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.python.error.PythonError;
import io.milieu.python.tag.Libc;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.tag.Tag;
import java.io.IOException;
import java.lang.Thread.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InterpreterProbeTest {
    private Path root;
    private Path python;
    private Path cache;

    @BeforeEach
    void folders(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
        python = root.resolve("opt/bin/python3.12");
        cache = root.resolve("cache/interpreters");
    }

    @Test
    void theAnswerBecomesTheFacts() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Interpreter interpreter = probe().probe(python);
        assertThat(interpreter.executable()).isEqualTo(python);
        assertThat(interpreter.version()).isEqualTo("3.12.1");
        assertThat(interpreter.build())
                .isEqualTo(new PythonBuild(
                        "3.12.1",
                        "cpython-312",
                        "cpython-soabi",
                        new PlatformFacts(
                                "cpython",
                                3,
                                12,
                                "",
                                ".so",
                                "linux-x86_64",
                                new Libc(Libc.Kind.GLIBC, 2, 36),
                                false,
                                false,
                                Set.of("manylinux_2_35_x86_64"))));
        assertThat(interpreter.layout())
                .isEqualTo(new VenvLayout(
                        "lib/python3.12/site-packages",
                        "lib/python3.12/site-packages",
                        "include/python3.12",
                        "bin",
                        ""));
        assertThat(interpreter.prefix()).isEqualTo(root.resolve("opt"));
        assertThat(interpreter.markers().pythonVersion()).isEqualTo("3.12");
        assertThat(interpreter.tags().tags().subList(0, 3))
                .extracting(Tag::toString)
                .containsExactly(
                        "cp312-cp312-linux_x86_64",
                        "cp312-cp312-manylinux_2_36_x86_64",
                        "cp312-cp312-manylinux_2_34_x86_64");
    }

    @Test
    void theReleaseOfAPreReleaseIsItsNumbers() throws IOException {
        FakePython.cpython(python, "3.14.0rc1");
        PythonBuild build = probe().probe(python).build();
        assertThat(build.release()).containsExactly(3, 14, 0);
    }

    @Test
    void theSecondProbeDoesNotRunThePythonEvenInAnotherProcess() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Interpreter first = probe().probe(python);
        assertThat(probe().probe(python)).isEqualTo(first);
        assertThat(FakePython.runs(python)).isEqualTo(1);
    }

    @Test
    void threadsThatProbeAtOnceRunThePythonOnce() throws Exception {
        FakePython.cpython(python, "3.12.1");
        Path go = root.resolve("go");
        Files.writeString(
                python, Files.readString(python).replace("printf", "while [ ! -e '" + go + "' ]; do :; done; printf"));
        ProbeCache shared = new ProbeCache(cache);
        List<FutureTask<Interpreter>> probes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SearchPlaces places = new SearchPlaces(Map.of(), root, root);
            FutureTask<Interpreter> probe = new FutureTask<>(
                    () -> new InterpreterProbe(places, shared, Duration.ofSeconds(20), _ -> {}).probe(python));
            probes.add(probe);
            Thread thread = Thread.ofPlatform().start(probe);
            while (!Set.of(State.WAITING, State.TIMED_WAITING).contains(thread.getState())) {
                Thread.onSpinWait();
            }
        }
        Files.createFile(go);
        for (FutureTask<Interpreter> probe : probes) {
            assertThat(probe.get().version()).isEqualTo("3.12.1");
        }
        assertThat(FakePython.runs(python)).isEqualTo(1);
    }

    @Test
    void aReplacedPythonIsAskedAgainAndHasAnotherIdentity() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Interpreter before = probe().probe(python);
        Files.delete(python);
        FakePython.cpython(python, "3.12.2");
        Interpreter after = probe().probe(python);
        assertThat(after.version()).isEqualTo("3.12.2");
        assertThat(after.identity()).isNotEqualTo(before.identity());
    }

    @Test
    void whatIsInstalledAndWhoManagesItIsLookedUpWhenAsked() throws IOException {
        Path packages = root.resolve("opt/lib/site-packages");
        FakePython.answering(
                python,
                FakePython.answer(python, "3.12.1", "cpython", false)
                        .put("site_packages", JsonValue.ofStrings(List.of(packages.toString())))
                        .build());
        Interpreter interpreter = probe().probe(python);
        assertThat(interpreter.pip()).isEmpty();
        assertThat(interpreter.externallyManaged()).isFalse();
        Files.createDirectories(packages.resolve("pip-24.2.dist-info"));
        Files.createFile(packages.resolve("pip-24.2.dist-info/METADATA"));
        Files.createDirectories(interpreter.standardLibrary());
        Files.createFile(interpreter.standardLibrary().resolve("EXTERNALLY-MANAGED"));
        assertThat(interpreter.pip()).contains("24.2");
        assertThat(interpreter.externallyManaged()).isTrue();
    }

    @Test
    void aChangedFolderOfPackagesMakesThePythonBeAskedAgain() throws IOException {
        Path packages = Files.createDirectories(root.resolve("opt/lib/site-packages"));
        Files.setLastModifiedTime(packages, FileTime.from(1_000_000_007L, TimeUnit.NANOSECONDS));
        FakePython.answering(
                python,
                FakePython.answer(python, "3.12.1", "cpython", false)
                        .put(
                                "watched",
                                JsonValue.object()
                                        .put(packages.toString(), 1_000_000_007L)
                                        .put(root.resolve("missing").toString(), -1)
                                        .build())
                        .build());
        probe().probe(python);
        probe().probe(python);
        assertThat(FakePython.runs(python)).isEqualTo(1);
        Files.setLastModifiedTime(packages, FileTime.from(2, TimeUnit.SECONDS));
        probe().probe(python);
        assertThat(FakePython.runs(python)).isEqualTo(2);
    }

    @Test
    void aDamagedEntryIsAskedForAgainAndRepaired() throws IOException {
        FakePython.cpython(python, "3.12.1");
        probe().probe(python);
        Path entry;
        try (var entries = Files.list(cache)) {
            entry = entries.toList().getFirst();
        }
        for (String damage : List.of("{\"base_exec", "[]", "{}")) {
            Files.writeString(entry, damage);
            probe().probe(python);
            probe().probe(python);
        }
        assertThat(FakePython.runs(python)).isEqualTo(4);
        assertThat(cache).isDirectoryContaining(file -> file.equals(entry));
    }

    @Test
    void aWrapperLeadsToTheProgramItStartsAndIsNeverKept() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Path other = FakePython.cpython(root.resolve("other/bin/python3"), "3.11.7");
        Path choice = root.resolve("choice");
        Path wrapper = FakePython.script(root.resolve("bin/python"), "exec $(/bin/cat " + choice + ") \"$@\"");
        Files.writeString(choice, python.toString());
        assertThat(probe().probe(wrapper).executable()).isEqualTo(python);
        Files.writeString(choice, other.toString());
        Interpreter chosen = probe().probe(wrapper);
        assertThat(chosen.executable()).isEqualTo(other);
        assertThat(chosen.requested()).isEqualTo(wrapper);
        assertThat(FakePython.runs(wrapper)).isEqualTo(2);
    }

    @Test
    void whatSitePackagesPrintBeforeTheAnswerDoesNoHarm() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Files.writeString(python, Files.readString(python).replace("printf", "echo 'hello {'; printf"));
        assertThat(probe().probe(python).version()).isEqualTo("3.12.1");
    }

    @Test
    void thePythonOfAVenvMeansItsBase() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Path venv = Files.createDirectories(root.resolve("venv/bin"));
        Files.writeString(root.resolve("venv/pyvenv.cfg"), "home = " + python.getParent() + "\n");
        Path link = Files.createSymbolicLink(venv.resolve("python"), python);
        Interpreter interpreter = probe().probe(link);
        assertThat(interpreter.executable()).isEqualTo(python);
        assertThat(interpreter.requestedByVenv()).isTrue();
        assertThat(interpreter.identity()).isEqualTo(probe().probe(python).identity());
    }

    @Test
    void aVenvWithACopiedProgramAndAVenvOfAVenvLeadToTheBase() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Path copied = FakePython.script(root.resolve("copied/bin/python3.12"), "exit 9");
        Files.writeString(root.resolve("copied/pyvenv.cfg"), "version = 3\nhome = " + python.getParent() + "\n");
        Path nested = Files.createDirectories(root.resolve("nested/bin")).resolve("python");
        Files.createSymbolicLink(nested, copied);
        Files.writeString(root.resolve("nested/pyvenv.cfg"), "home = " + copied.getParent() + "\n");
        assertThat(probe().probe(nested).executable()).isEqualTo(python);
        assertThat(FakePython.runs(copied)).isZero();
    }

    @Test
    void aMissingFileIsNotFound() {
        assertThatThrownBy(() -> probe().probe(python))
                .isInstanceOf(MilieuException.class)
                .hasMessage("there is no interpreter at `" + python + "`")
                .extracting(e -> ((MilieuException) e).code())
                .isEqualTo(PythonError.INTERPRETER_NOT_FOUND);
    }

    @Test
    void aFailingProgramIsBrokenWithItsLastComplaint() throws IOException {
        FakePython.script(python, "echo 'Fatal error:' >&2; echo 'no module encodings' >&2; exit 3");
        assertBroken("it ended with exit code 3: no module encodings");
    }

    @Test
    void aProgramThatSaysSomethingElseIsBroken() throws IOException {
        FakePython.script(python, "echo 'GNU bash, version 5'");
        assertBroken("it answered something else than facts about a Python: GNU bash, version 5");
        assertThat(cache).doesNotExist();
    }

    @Test
    void anAnswerThatLacksAFactIsBrokenAndNotKept() throws IOException {
        FakePython.script(python, "echo '{\"base_executable\": \"" + python + "\"}'");
        assertBroken("the interpreter did not say its `implementation_name`");
        assertThat(cache).doesNotExist();
    }

    @Test
    void aProgramThatCannotStartIsBroken() throws IOException {
        FakePython.script(python, "");
        Files.writeString(python, "#!/no/such/shell\n");
        assertThatThrownBy(() -> probe().probe(python))
                .hasMessageStartingWith(
                        "`" + python + "` is no Python that can be used: it could not be started: Cannot run program");
    }

    @Test
    void oldPythonsAreNamed() throws IOException {
        FakePython.script(python, "echo '{\"too_old\": \"3.6\"}'");
        assertBroken("Python 3.6 is older than 3.8, the oldest that is supported");
        FakePython.script(python, "echo 'Unknown option: -I' >&2; echo 'usage: python' >&2; exit 2");
        assertBroken("Python 2 is older than 3.8, the oldest that is supported");
    }

    @Test
    void aHangingProgramIsKilledWithItsChildrenAtTheTimeLimit() throws IOException {
        Path pids = root.resolve("pids");
        FakePython.script(python, "/usr/bin/tail -f /dev/null & echo $! $$ > " + pids + "; wait");
        InterpreterProbe probe =
                new InterpreterProbe(new SearchPlaces(Map.of(), root, root), cache, Duration.ofMillis(1500));
        assertThatThrownBy(() -> probe.probe(python))
                .hasMessage("`" + python + "` is no Python that can be used: it gave no answer within 1500 ms");
        for (String pid : Files.readString(pids).strip().split(" ")) {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(process ->
                            process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void aProgramThatFillsTheErrorPipeIsStillHeard() throws IOException {
        FakePython.cpython(python, "3.12.1");
        Files.writeString(
                python, Files.readString(python).replace("printf", "/usr/bin/head -c 300000 /dev/zero >&2; printf"));
        assertThat(probe().probe(python).version()).isEqualTo("3.12.1");
    }

    private void assertBroken(String problem) {
        assertThatThrownBy(() -> probe().probe(python))
                .isInstanceOf(MilieuException.class)
                .hasMessage("`" + python + "` is no Python that can be used: " + problem)
                .extracting(e -> ((MilieuException) e).code())
                .isEqualTo(PythonError.INTERPRETER_BROKEN);
    }

    private InterpreterProbe probe() {
        return new InterpreterProbe(new SearchPlaces(Map.of(), root, root), cache, Duration.ofSeconds(20));
    }
}
