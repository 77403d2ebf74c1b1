package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.testkit.Hold;
import io.milieu.testkit.IndexServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** `milieu run` in a process of its own, which the worker takes over. */
@Timeout(120)
class RunTest {
    @TempDir
    static Path temp;

    private static FrontDoor door;
    private static final IndexServer INDEX = IndexServer.builder()
            .add(wheel("demo", "1.0")
                    .consoleScript("demo", "demo:main")
                    .module("demo/__init__.py", "def main():\n    print('demo speaks')\n")
                    .make())
            .start();

    @BeforeAll
    static void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterAll
    static void closeTheIndex() {
        INDEX.close();
    }

    private static Ended run(String input, String... words) throws Exception {
        return door.child(
                input,
                FrontDoor.indexed(
                        INDEX,
                        Stream.concat(Stream.of("run", "-q"), Stream.of(words)).toArray(String[]::new)));
    }

    @Test
    void theWorkerGetsItsWordsItsInputAndItsPackages() throws Exception {
        String script = "import sys, demo; demo.main(); print(sys.argv[1:]); print(sys.stdin.read()); sys.exit(7)";
        assertThat(run("typed", "--pip", "demo", "--", "python", "-c", script, "a b", "--json", "--", "$HOME"))
                .isEqualTo(new Ended(7, "demo speaks\n['a b', '--json', '--', '$HOME']\ntyped\n", ""));
        assertThat(run("", "--pip", "demo", "demo")).isEqualTo(new Ended(0, "demo speaks\n", ""));
    }

    @Test
    void variablesAreExpandedAndPathsOrdered() throws Exception {
        door.write("code/main.py", "");
        door.write("code/.env", "");
        door.write("lib/pkg/__init__.py", "");
        String script = "import os; print(os.environ['GREETING']); print(os.environ['PYTHONPATH']); print(os.getcwd())";
        Ended ended = run(
                "",
                "--working-dir",
                "code",
                "--py-module",
                "lib/pkg",
                "--env-var",
                "GREETING=hi ${HOME} ${NOBODY}!",
                "--env-var",
                "PYTHONPATH=/own",
                "--",
                "python",
                "-c",
                script);
        assertThat(ended.err()).isEmpty();
        List<String> lines = ended.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("hi " + door.variables().get("HOME") + " !");
        assertThat(lines.get(2)).startsWith(door.store().toString()).endsWith("/working_dir");
        String environment = lines.get(2).substring(0, lines.get(2).length() - "/working_dir".length());
        assertThat(lines.get(1)).isEqualTo(environment + "/py_modules/0:" + environment + "/working_dir:/own");
    }

    @Test
    void anotherInterpreterAndTheProcessIsolation() throws Exception {
        String script = "import sys; print(sys.prefix == sys.base_prefix, len(sys.argv))";
        assertThat(run("", "--pip", "demo", "--", "python", "-c", script).out()).isEqualTo("False 1\n");
        assertThat(run("", "--pip", "demo", "--isolation", "process", "--", "python", "-c", "import demo;" + script))
                .isEqualTo(new Ended(0, "True 1\n", ""));
        assertThat(run("", "--py-executable", "/bin/echo 'two words'", "--", "python", "-c", "x"))
                .isEqualTo(new Ended(0, "two words -c x\n", ""));
    }

    @Test
    void theWorkerStandsWhereTheUserDoesWithoutAWorkingDir() throws Exception {
        assertThat(run("", "--", "pwd")).isEqualTo(new Ended(0, door.here() + "\n", ""));
    }

    @Test
    void aSignalReachesTheWorkerAndItsLeaseEndsWithIt() throws Exception {
        Process process = door.start(FrontDoor.indexed(
                INDEX,
                "run",
                "-q",
                "--pip",
                "demo",
                "--",
                "python",
                "-uc",
                "import time; print('up'); time.sleep(60)"));
        BufferedReader out = process.inputReader();
        assertThat(out.readLine()).isEqualTo("up");
        String id = door.run("list", "--json").json().array("environments").stream()
                .map(each -> (JsonObject) each)
                .filter(each -> each.number("leases", 0) == 1)
                .findFirst()
                .orElseThrow()
                .string("id")
                .orElseThrow();
        assertThat(door.run("remove", id))
                .isEqualTo(FrontDoor.failed(
                        1,
                        "in-use",
                        "cannot remove `environments-v1/" + id.substring(0, 12) + "`: it has a living holder",
                        "End the processes that use it, then try again."));
        assertThat(door.run("show", id).out()).contains("used by    process " + process.pid());
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(door.run("remove", id.substring(0, 8)))
                .isEqualTo(new Ended(0, "removed " + id.substring(0, 12) + "\n", ""));
    }

    @Test
    void anInterruptedBuildLeavesNothingHalfMade() throws Exception {
        assumeThat(interruptible())
                .as("this process ignores interrupts, and so would its children")
                .isTrue();
        try (IndexServer index =
                IndexServer.builder().add(wheel("slow", "1.0").make()).start()) {
            Hold hold = new Hold(100);
            index.fault("*.whl", hold);
            Process process = door.start(FrontDoor.indexed(index, "create", "--pip", "slow"));
            hold.awaitArrivals(1);
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            hold.release();
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(index.count("*.whl")).isEqualTo(1);
            door.assertClean();
            index.clearFaults();
            assertThat(door.with(index, "create", "--pip", "slow").code()).isZero();
        }
    }

    private static boolean interruptible() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn"))
                .noneMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) & 0b10) != 0);
    }
}
