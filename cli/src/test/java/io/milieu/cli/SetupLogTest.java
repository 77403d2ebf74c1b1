package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.Hold;
import io.milieu.testkit.IndexServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files that `config.log_files` names tell what happened. */
@Timeout(120)
class SetupLogTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private Path log;
    private final IndexServer index =
            IndexServer.builder().add(wheel("demo", "1.0").make()).start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
        log = door.here().resolve("setup.log");
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private Ended create(String requirement, String config) {
        return door.with(index, "create", "--pip", requirement, "--env", "{\"config\": {" + config + "}}");
    }

    /** The lines without their times and durations, which are checked for their form. */
    private static List<String> lines(Path log) throws Exception {
        return Files.readAllLines(log).stream()
                .peek(line ->
                        assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\t[A-Z]+\t.*"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .map(line -> line.replaceFirst(" in \\d+(\\.\\d+)? m?s$", " in a while"))
                .toList();
    }

    @Test
    void everyFileIsToldWhatHappenedAndTheEnvironmentIsTheSame() throws Exception {
        Path other = temp.resolve("other.log");
        Files.writeString(log, "");
        Path made = create("demo", "\"log_files\": [\"setup.log\", \"" + other + "\"]")
                .folder();
        String id = door.run("list").out().substring(0, 12);
        String ready = "INFO\tenvironment " + id + " is ready";
        assertThat(lines(log))
                .containsExactly(
                        "INFO\tResolving",
                        "INFO\tResolved 1 package in a while",
                        "INFO\t1 layer, 1 to fetch (0.9 kB)",
                        "INFO\tFetching",
                        "INFO\tdemo 1.0 is in the store",
                        "INFO\tFetched 1 layer (0.9 kB) in a while",
                        "INFO\tLinking",
                        "INFO\tLinked 1 layer in a while",
                        ready);
        assertThat(other).hasSameTextualContentAs(log);
        assertThat(create("demo", "\"log_files\": [\"setup.log\"]").folder()).isEqualTo(made);
        assertThat(create("demo", "").folder()).isEqualTo(made);
        assertThat(lines(log)).hasSize(10).last().isEqualTo(ready);
        assertThat(lines(other)).hasSize(9);
    }

    @Test
    void aFailureIsToldWithItsHintsAndWithoutSecrets() throws Exception {
        String url = index.uri().toString().replace("://", "://user:s3cr3t@");
        Ended ended = door.run(
                "create",
                "--index-url",
                url,
                "--pip",
                "absent",
                "--env",
                "{\"config\": {\"log_files\": [\"setup.log\"]}}");
        List<String> told = ended.err().lines().map(line -> "ERROR\t" + line).toList();
        assertThat(told.getFirst())
                .startsWith("ERROR\terror[package-not-found]: ")
                .contains("://****@");
        assertThat(told).hasSizeGreaterThan(1);
        List<String> lines = lines(log);
        assertThat(lines.getFirst()).isEqualTo("INFO\tResolving");
        assertThat(lines.subList(1, lines.size())).isEqualTo(told);
    }

    @Test
    void aTimeoutIsTold() throws Exception {
        Hold hold = new Hold(100);
        index.fault("*.whl", hold);
        Ended ended = create("demo", "\"setup_timeout_seconds\": 1, \"log_files\": [\"setup.log\"]");
        hold.release();
        assertThat(ended.err()).startsWith("error[setup-timeout]: ");
        assertThat(lines(log)).contains("ERROR\t" + ended.err().lines().toList().getFirst());
    }

    @Test
    void aFileThatCanNoLongerBeWrittenIsGivenUpWithAWarning() throws Exception {
        Hold hold = new Hold();
        index.fault("*.whl", hold);
        String spec = "{\"pip\": [\"demo\"], \"config\": {\"log_files\": [\"setup.log\"]}}";
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Ended> ended =
                    threads.submit(() -> door.loud(List.of(FrontDoor.indexed(index, "create", "--env", spec))));
            hold.awaitArrivals(1);
            Files.delete(log);
            Files.createDirectory(log);
            hold.release();
            ended.get().folder();
            assertThat(ended.get().err())
                    .containsOnlyOnce(
                            "warning: cannot write the log file: `" + log + "`: " + log + " (Is a directory)\n");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsToldBeforeAnythingIsDone() throws Exception {
        Files.createDirectory(door.here().resolve("folder"));
        for (String name : List.of("absent/setup.log", "folder", "")) {
            assertThat(create("demo", "\"log_files\": [\"setup.log\", \"" + name + "\"]"))
                    .isEqualTo(FrontDoor.failed(
                            1,
                            "path-invalid",
                            "`" + name + "` in `config.log_files` must be a file in an existing folder",
                            "It was looked for at `" + door.here().resolve(name).normalize() + "`."));
        }
        assertThat(index.requests()).isEmpty();
        assertThat(lines(log)).hasSize(6).allMatch(line -> line.startsWith("ERROR\t"));
    }
}
