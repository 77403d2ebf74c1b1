package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands say, to people and to programs. */
class CommandsTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final MadeWheel demo =
            wheel("demo", "1.0").requiresDist("needed>=2").make();
    private final IndexServer index =
            IndexServer.builder().add(demo, wheel("needed", "2.1").make()).start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private static String text(Ended ended) {
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        return ended.out();
    }

    @Test
    void planSaysWhatWouldBeDone() {
        Ended before = door.with(index, "plan", "--pip", "demo");
        String id = door.with(index, "plan", "--json", "--pip", "demo")
                .json()
                .string("environment")
                .orElseThrow();
        assertThat(text(before))
                .isEqualTo("0.9 kB    demo 1.0\n0.9 kB    needed 2.1\nenvironment " + id.substring(0, 12)
                        + ": to be made; 2 layers to fetch, 1.7 kB\n");
        assertThat(door.with(index, "create", "--pip", "demo").code()).isZero();
        assertThat(text(door.with(index, "plan", "--pip", "demo")))
                .isEqualTo(
                        "in store  demo 1.0\nin store  needed 2.1\nenvironment " + id.substring(0, 12) + ": ready\n");
        JsonObject after = door.with(index, "plan", "--json", "--pip", "demo").json();
        assertThat(after.bool("present", false)).isTrue();
        JsonObject layer = (JsonObject) after.array("layers").getFirst();
        assertThat(layer.string("label")).contains("demo 1.0");
        assertThat(layer.number("bytes", -1)).isEqualTo(demo.bytes().length);
    }

    @Test
    void explainSaysWhoWantsWhat() {
        assertThat(text(door.with(index, "explain", "--pip", "demo<2"))).isEqualTo("""
                        demo 1.0
                            because you ask for demo<2
                        needed 2.1
                            because demo 1.0 asks for needed>=2
                        """);
        assertThat(text(door.with(index, "explain", "--pip", "demo<2", "Needed")))
                .isEqualTo("""
                        needed 2.1
                            because demo 1.0 asks for needed>=2
                            newer versions:
                                it is the newest
                        """);
        JsonObject first = (JsonObject) door.with(index, "explain", "--json", "--pip", "demo<2")
                .json()
                .array("packages")
                .getFirst();
        assertThat(first.strings("required_by")).containsExactly("you: demo<2");
        assertThat(door.with(index, "explain", "--pip", "demo", "absent"))
                .isEqualTo(FrontDoor.failed(2, "usage", "package `absent` is not part of the environment"));
    }

    @Test
    void listShowAndRemove() {
        assertThat(text(door.run("list"))).isEmpty();
        Ended created = door.with(index, "create", "--json", "--pip", "demo", "--env-var", "TOKEN=hidden");
        String id = created.json().string("id").orElseThrow();
        String directory = created.json().string("directory").orElseThrow();
        assertThat(text(door.run("list"))).isEqualTo(id.substring(0, 12) + "  unused      pip=demo\n");
        JsonObject row = (JsonObject)
                door.run("list", "--json").json().array("environments").getFirst();
        assertThat(row.string("directory")).contains(directory);
        assertThat(row.number("leases", -1)).isZero();
        assertThat(text(door.run("show", id.substring(0, 6)))).isEqualTo("""
                        id         %s
                        directory  %s
                        python     %s/bin/python
                        package    demo 1.0
                        package    needed 2.1
                        """.formatted(id, directory, directory));
        JsonObject shown = door.run("show", "--json", id).json();
        assertThat(shown.object("spec").strings("pip")).containsExactly("demo");
        assertThat(shown.object("spec").members()).doesNotContainKey("env_vars");
        assertThat(door.run("remove", "--json", id).json().strings("removed")).containsExactly(id);
        assertThat(text(door.run("list"))).isEmpty();
    }

    @Test
    void gcFreesWhatNobodyUses() throws Exception {
        assertThat(door.with(index, "create", "--pip", "demo").code()).isZero();
        assertThat(text(door.run("gc"))).matches("Nothing to remove; the store holds [0-9.]+ kB\\.\n");
        // What was used in the last two minutes may be about to be leased.
        assertThat(door.run("gc", "--json", "--max-size", "0").json().array("removed"))
                .isEmpty();
        door.age();
        List<String> plan =
                text(door.run("gc", "--max-size", "0", "--dry-run")).lines().toList();
        assertThat(plan).filteredOn(line -> line.contains("-v1/")).hasSize(3);
        assertThat(plan)
                .anyMatch(line -> line.matches("would remove \\d+ files of caches/index-v1  .* kB  over budget"));
        assertThat(plan.getFirst()).matches("would remove environments-v1/[0-9a-f]+  .*");
        assertThat(plan.getLast()).endsWith("before, 0.0 kB after");
        assertThat(door.entries("wheels")).isEqualTo(2);
        JsonObject done = door.run("gc", "--json", "--max-size", "0").json();
        assertThat(done.array("removed")).hasSize(3);
        JsonObject share = (JsonObject) done.array("caches").getFirst();
        assertThat(share.string("cache")).contains("index-v1");
        assertThat(share.string("reason")).contains("over_budget");
        assertThat(share.number("files", 0)).isPositive();
        assertThat(door.with(index, "create", "--pip", "demo").code()).isZero();
        door.age();
        assertThat(door.run("gc", "--max-size", "0").code()).isZero();
        assertThat(door.entries("wheels") + door.entries("environments")).isZero();
        door.assertClean();
    }

    @Test
    void settleAndDoctor() {
        String id = door.with(index, "create", "--json", "--pip", "demo")
                .json()
                .string("id")
                .orElseThrow();
        assertThat(door.loud(List.of("settle", id)).out()).isEqualTo("settled 1 environment\n");
        assertThat(door.run("settle", "--json").json().strings("settled")).containsExactly(id);
        assertThat(text(door.run("doctor"))).isEqualTo("The store is healthy.\n");
        JsonObject doctor = door.run("doctor", "--json").json();
        assertThat(doctor.bool("healthy", false)).isTrue();
        assertThat(doctor.array("findings")).isEmpty();
    }

    @Test
    void pythonListNamesTheInterpreter() {
        String python = String.valueOf(FrontDoor.python().getParent());
        assertThat(text(door.run("python", "list"))).containsPattern("(?m)^3\\.\\d+\\.\\S+ +" + python + "/python");
        JsonObject first = (JsonObject) door.run("python", "list", "--json")
                .json()
                .array("interpreters")
                .getFirst();
        assertThat(first.string("implementation")).contains("cpython");
        assertThat(first.string("path").orElseThrow()).startsWith(python);
    }

    @Test
    void progressGoesToStandardError() {
        Ended ended = door.loud(List.of(FrontDoor.indexed(index, "create", "--pip", "demo")));
        assertThat(ended.out()).matches("/.*\n");
        assertThat(ended.err().replaceAll("in [0-9.]+ m?s", "in TIME")).isEqualTo("""
                        Resolved 2 packages in TIME
                        Fetched 2 layers (1.7 kB) in TIME
                        Linked 2 layers in TIME
                        """);
        assertThat(door.loud(List.of(FrontDoor.indexed(index, "create", "--pip", "demo")))
                        .err())
                .isEmpty();
    }

    @Test
    void optionsOfTheProgramMayStandBeforeTheCommand() {
        Path other = door.here().resolve("other");
        assertThat(door.loud(List.of("--store", "other", "--json", "list"))
                        .json()
                        .array("environments"))
                .isEmpty();
        assertThat(other.resolve("FORMAT")).exists();
    }

    @Test
    void helpHasExamplesForEveryCommand() {
        Stream.concat(Main.commands().keySet().stream(), Stream.of("")).forEach(path -> {
            List<String> words = Stream.concat(Stream.of(path.split(" ")), Stream.of("--help"))
                    .filter(word -> !word.isEmpty())
                    .toList();
            Ended ended = door.loud(words);
            assertThat(text(ended)).as(path).contains("Examples:\n  ").contains("--json");
        });
        assertThat(door.store()).doesNotExist();
        assertThat(door.loud(List.of()).code()).isEqualTo(2);
        assertThat(door.loud(List.of("--version")).out()).isEqualTo("milieu 0.1.0\n");
    }

    @Test
    void everyOptionIsExplained() {
        CommandSpec root = Main.root(Main.commands());
        assertThat(root.subcommands()).isNotEmpty();
        for (CommandLine line : root.subcommands().values()) {
            line.getCommandSpec()
                    .options()
                    .forEach(option -> assertThat(option.description())
                            .as(line.getCommandName() + " " + option.longestName())
                            .isNotEmpty());
        }
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(text(door.run("completion"))).contains("milieu").contains("--working-dir");
    }

    @Test
    void anEnvironmentTakesTheBytesOfWhatIsCopiedIntoIt() throws Exception {
        door.write("code/data", "x".repeat(100_000));
        assertThat(door.run("create", "--working-dir", "code").code()).isZero();
        assertThat(door.with(index, "create", "--link-mode", "copy", "--pip", "demo")
                        .code())
                .isZero();
        door.age();
        List<Long> bytes = door.run("gc", "--json", "--dry-run", "--max-size", "0").json().array("removed").stream()
                .map(JsonObject.class::cast)
                .filter(each -> each.string("entry").orElseThrow().startsWith("environments-v1/"))
                .map(each -> each.number("bytes", 0))
                .sorted()
                .toList();
        assertThat(bytes).hasSize(2);
        assertThat(bytes.getFirst()).isBetween(1_000L, 20_000L);
        assertThat(bytes.getLast()).isEqualTo(100_000);
    }

    @Test
    void anEnvironmentWithABrokenDescriptionIsInNobodysWay() throws Exception {
        Path folder = door.with(index, "create", "--pip", "demo").folder();
        Path other = door.with(index, "create", "--pip", "needed").folder();
        Path description = folder.resolve("environment.json");
        String whole = Files.readString(description);
        String id = door.store()
                .resolve("environments-v1")
                .relativize(folder)
                .toString()
                .replace("/", "");
        Files.writeString(description, whole.substring(0, 100));

        Ended list = door.run("list");
        assertThat(list.code()).isZero();
        assertThat(list.out()).hasLineCount(1).contains("needed");
        assertThat(list.err())
                .isEqualTo(
                        "warning: the description of `environments-v1/%1$s` cannot be understood; `milieu remove %1$s` removes the environment\n"
                                .formatted(id.substring(0, 12)));
        assertThat(door.run("settle").code()).isZero();
        assertThat(door.run("doctor").code()).isEqualTo(1);
        assertThat(door.run("show", id))
                .isEqualTo(FrontDoor.failed(
                        1,
                        "io-failed",
                        "the environment's description `" + description + "` is missing or cannot be understood",
                        "Remove the environment with `milieu remove`; the next request makes it anew."));

        assertThat(door.with(index, "create", "--pip", "demo").folder()).isEqualTo(folder);
        assertThat(Json.parse(Files.readString(description))).isEqualTo(Json.parse(whole));

        Files.delete(description);
        assertThat(text(door.run("remove", id.substring(0, 8)))).isEqualTo("removed " + id.substring(0, 12) + "\n");
        assertThat(folder).doesNotExist();
        assertThat(other).exists();
        door.assertClean();
    }

    @Test
    void theDeepCheckFindsDamagedFiles() throws Exception {
        Path folder = door.with(index, "create", "--pip", "demo").folder();
        assertThat(text(door.run("doctor", "--deep"))).isEqualTo("The store is healthy.\n");
        Path record;
        try (Stream<Path> files = Files.find(
                door.store().resolve("wheels-v1"), 6, (path, as) -> path.endsWith("needed-2.1.dist-info/METADATA"))) {
            record = files.findFirst().orElseThrow().toRealPath();
        }
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(record);
        Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(record, "x");
        Files.setPosixFilePermissions(record, before);
        assertThat(door.run("doctor").code()).isZero();
        Ended deep = door.run("doctor", "--deep", "--json");
        assertThat(deep.code()).isEqualTo(1);
        JsonObject finding = (JsonObject) deep.json().array("findings").getFirst();
        assertThat(deep.json().array("findings")).hasSize(1);
        assertThat(finding.string("kind")).contains("damaged");
        assertThat(finding.string("path")).contains(record.toString());
        assertThat(finding.string("sentence").orElseThrow())
                .matches("`site/needed-2.1.dist-info/METADATA` in `wheels-v1/[0-9a-f]{12}` is missing or damaged");
        assertThat(folder).exists();
    }

    @Test
    void aLockMayBeValidForLongerThanTimeCanTell() {
        String[] words = {"create", "--pip", "demo", "--lock-ttl", "99999999999999999"};
        assertThat(door.with(index, words)).isEqualTo(door.with(index, words)).matches(ended -> ended.code() == 0);
        assertThat(door.with(index, "create", "--pip", "demo", "--lock-ttl", "999999999999999999999"))
                .isEqualTo(
                        FrontDoor.failed(2, "usage", "`--lock-ttl 999999999999999999999` is not a number of seconds"));
    }
}
