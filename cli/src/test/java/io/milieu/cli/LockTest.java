package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lock files, projects and scripts, as a user has them. */
class LockTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("demo", "1.0").requiresDist("dep").make())
            .add(wheel("dep", "1.5").make())
            .add(wheel("other", "3.0").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private static String text(Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }

    private String lock() throws Exception {
        return Files.readString(door.here().resolve("pylock.toml"));
    }

    @Test
    void aLockedRequestAsksForFilesOnlyAndGetsTheSameEnvironment() throws Exception {
        assertThat(text(door.with(index, "lock", "--pip", "demo")))
                .isEqualTo("+ demo 1.0\n+ dep 1.5\npylock.toml written: 2 packages\n");
        String unlocked =
                text(door.with(index, "plan", "--pip", "demo")).lines().toList().getLast();
        index.publish(wheel("dep", "2.0").make());
        int before = index.requests().size();
        assertThat(text(door.with(index, "plan", "--locked", "--refresh")))
                .contains("dep 1.5")
                .endsWith(unlocked + "\n");
        door.with(index, "create", "--locked", "--pip", "demo").folder();
        List<String> asked = index.requests().stream()
                .skip(before)
                .map(RecordedRequest::path)
                .toList();
        assertThat(asked)
                .containsExactlyInAnyOrder("/files/demo-1.0-py3-none-any.whl", "/files/dep-1.5-py3-none-any.whl");
    }

    @Test
    void theSameLockIsWrittenTwiceAndKeepsItsVersions() throws Exception {
        door.with(index, "lock", "--pip", "demo");
        String first = lock();
        index.publish(wheel("dep", "2.0").make());
        assertThat(text(door.with(index, "lock", "--refresh", "--pip", "demo")))
                .isEqualTo("pylock.toml is up to date: 2 packages\n");
        assertThat(lock()).isEqualTo(first);
        assertThat(text(door.with(index, "lock", "--check", "--refresh", "--pip", "demo")))
                .contains("is up to date");
        Ended check = door.with(index, "lock", "--check", "--refresh", "--upgrade-package", "Dep", "--pip", "demo");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out()).isEqualTo("  dep 1.5 -> 2.0\npylock.toml is out of date: 2 packages\n");
        assertThat(lock()).isEqualTo(first);
        assertThat(door.with(index, "lock", "--json", "--refresh", "--upgrade", "--pip", "demo")
                        .json()
                        .bool("written", false))
                .isTrue();
        assertThat(lock()).contains("dep-2.0-py3-none-any.whl").isNotEqualTo(first);
    }

    @Test
    void aFileThatIsNotWhatTheLockSaysNeverEntersTheStore() throws Exception {
        door.with(index, "lock", "--pip", "other");
        door.write("pylock.toml", lock().replaceAll("sha256 = \"....", "sha256 = \"0000"));
        assertThat(door.with(index, "create", "--locked").err()).startsWith("error[hash-mismatch]");
        assertThat(door.entries("wheels")).isZero();
        door.write("pylock.toml", lock().replaceAll("size = \\d+", "size = 7"));
        assertThat(door.with(index, "create", "--locked").code()).isEqualTo(1);
        assertThat(door.entries("wheels")).isZero();
    }

    @Test
    void whatTheLockDoesNotHaveIsRefused() throws Exception {
        door.with(index, "lock", "--pip", "demo");
        assertThat(door.with(index, "create", "--locked", "--pip", "other").err())
                .startsWith("error[lock-mismatch]: you ask for `other`")
                .contains("which does not have it");
        assertThat(door.with(index, "create", "--locked", "--pip", "dep>1.5").err())
                .contains("which has dep 1.5");
        door.write("pylock.other.toml", lock().replaceFirst("requires-python = .*", "requires-python = \"==2.7.*\""));
        assertThat(door.with(index, "create", "--locked=pylock.other.toml", "--python", "3")
                        .err())
                .startsWith("error[interpreter-not-found]: `pylock.other.toml` needs Python ==2.7.*");
        door.write("pylock.other.toml", "lock-version = \"2.0\"\ncreated-by = \"x\"\npackages = []\n");
        assertThat(door.with(index, "create", "--locked", "pylock.other.toml").err())
                .startsWith("error[lock-invalid]")
                .contains("`lock-version` is `2.0`");
    }

    @Test
    void aSpecMayNameALock() throws Exception {
        door.with(index, "lock", "--pip", "demo");
        for (String pip : List.of("\"pylock.toml\"", "{\"packages\": \"pylock.toml\"}", "[\"-r pylock.toml\"]")) {
            assertThat(text(door.run("plan", "--env", "{\"pip\": " + pip + "}")))
                    .contains("demo 1.0")
                    .contains("dep 1.5");
        }
    }

    @Test
    void aLockKeepsNoSecretAndNamesFilesBesideItByPath() throws Exception {
        String url = index.uri().toString().replace("://", "://user:secret@");
        assertThat(text(door.run("lock", "--index-url", url, "--pip", "other"))).contains("1 package");
        assertThat(lock()).doesNotContain("secret").contains("index = \"" + index.uri());
        Files.createDirectory(door.here().resolve("wheels"));
        var made = wheel("beside", "1.0").make();
        Files.write(door.here().resolve("wheels").resolve(made.fileName()), made.bytes());
        text(door.run("lock", "--no-index", "-f", "wheels", "--pip", "beside"));
        assertThat(lock()).contains("path = \"wheels/" + made.fileName() + "\"");
        door.run("create", "--locked", "--no-index").folder();
    }

    @Test
    void credentialsInALockAreKeptNowhere() throws Exception {
        text(door.with(index, "lock", "--pip", "other"));
        door.write("pylock.toml", lock().replace("url = \"http://", "url = \"http://user:secret@"));
        assertThat(text(door.with(index, "plan", "--locked", "--json")))
                .contains("other")
                .doesNotContain("secret");
        door.with(index, "create", "--locked").folder();
        try (Stream<Path> files = Files.walk(door.store().resolve("caches"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("secret");
            }
        }
    }

    @Test
    void aNewerMinorVersionOfTheFormatIsUsedWithAWarning() throws Exception {
        text(door.with(index, "lock", "--pip", "other"));
        door.write("pylock.toml", lock().replace("lock-version = \"1.0\"", "lock-version = \"1.9\""));
        Ended ended = door.loud(List.of("plan", "--locked"));
        assertThat(text(ended)).contains("other 3.0");
        assertThat(ended.err()).contains("warning: ").contains("has version 1.9 of its format");
    }

    @Test
    void projectsSayWhatTheyNeed() throws Exception {
        door.write("app/pyproject.toml", """
                [project]
                name = "app"
                requires-python = ">=3.8"
                dependencies = ["demo"]
                [project.optional-dependencies]
                more = ["other"]
                [dependency-groups]
                test = [{include-group = "base"}]
                base = ["dep<2"]
                loop = [{include-group = "loop"}]
                """);
        assertThat(text(door.with(index, "plan", "--project", "app")))
                .contains("demo 1.0")
                .doesNotContain("other");
        assertThat(text(door.with(index, "plan", "--project", "app", "--extra", "more", "--group", "test")))
                .contains("other 3.0");
        assertThat(text(door.with(index, "plan", "-r", "app/pyproject.toml"))).contains("demo 1.0");
        assertThat(text(door.with(index, "plan", "--group", "app:base")))
                .contains("dep 1.5")
                .doesNotContain("demo");
        assertThat(door.with(index, "plan", "--project", "app", "--group", "loop")
                        .err())
                .startsWith("error[project-invalid]")
                .contains("include each other: loop -> loop");
        assertThat(door.with(index, "plan", "--extra", "more").err()).startsWith("error[usage]: extras are asked for");
        text(door.with(index, "lock", "--project", "app", "--group", "test"));
        assertThat(text(door.with(index, "plan", "--locked", "--project", "app", "--group", "test")))
                .contains("demo 1.0");
    }

    @Test
    void aScriptRunsWithWhatItsBlockAsksFor() throws Exception {
        door.write("script.py", """
                # /// script
                # requires-python = ">=3.8"
                # dependencies = ["other"]
                # ///
                import other, sys
                print("with", sys.argv[1:])
                """);
        door.write("plain.py", "import sys\nprint('plain', sys.argv[1:])\n");
        Ended ended = door.child("", FrontDoor.indexed(index, "run", "--quiet", "script.py", "--flag", "a"));
        assertThat(ended).isEqualTo(new Ended(0, "with ['--flag', 'a']\n", ""));
        assertThat(door.child("", "run", "--quiet", "plain.py", "b")).isEqualTo(new Ended(0, "plain ['b']\n", ""));
        door.write("old.py", "# /// script\n# requires-python = \"<3\"\n# ///\n");
        assertThat(door.run("run", "old.py").err()).startsWith("error[interpreter-not-found]");
        String block = "# /// script\n# dependencies = []\n# ///\n";
        door.write("two.py", block + "\n" + block);
        assertThat(door.run("run", "two.py").err())
                .startsWith("error[project-invalid]")
                .contains("there are 2");
    }

    @Test
    void anotherPlatformIsPlannedAndLockedButNotMade() throws Exception {
        index.publish(wheel("native", "1.0").tag("cp312-cp312-win_amd64").make());
        String[] target = {"--python-version", "3.12", "--platform", "windows-x86_64", "--pip", "native"};
        assertThat(text(door.with(index, words("plan", target)))).contains("native 1.0");
        assertThat(text(door.with(index, words("lock", target)))).contains("native 1.0");
        assertThat(lock()).contains("platform_machine == \"AMD64\"").contains("requires-python = \"==3.12.*\"");
        assertThat(door.with(
                                index,
                                "create",
                                "--locked",
                                "--python",
                                FrontDoor.python().toString())
                        .code())
                .isEqualTo(1);
        String spec = "{\"pip\": [\"--platform windows-x86_64\", \"--python-version 3.12\", \"native\"]}";
        assertThat(door.with(index, "create", "--env", spec).err())
                .contains("packages for another platform or version of Python cannot be installed here");
    }

    private static String[] words(String command, String... rest) {
        String[] all = new String[rest.length + 1];
        all[0] = command;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
