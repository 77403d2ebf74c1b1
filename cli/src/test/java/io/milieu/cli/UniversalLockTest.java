package io.milieu.cli;

import static io.milieu.testkit.SdistMaker.sdist;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.IndexServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One lock for all platforms and many versions of Python, as a user has it. */
class UniversalLockTest {
    private static final String PROJECT = """
            [project]
            name = "mine"
            version = "1"
            requires-python = ">=3.8"
            dependencies = ["demo", "winonly; sys_platform == 'win32'"]
            """;

    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(wheel("demo", "1.0")
                    .requiresPython(">=3.8")
                    .requiresDist("dep")
                    .make())
            .add(wheel("demo", "2.0")
                    .requiresPython(">=3.9")
                    .requiresDist("dep")
                    .make())
            .add(wheel("dep", "1.5").tag("cp38-abi3-manylinux_2_17_x86_64").make())
            .add(wheel("dep", "1.5").tag("cp38-abi3-win_amd64").make())
            .add(wheel("dep", "1.5").tag("cp37-cp37m-win_amd64").make())
            .add(sdist("dep", "1.5").make())
            .add(wheel("winonly", "1.0").tag("cp38-abi3-win_amd64").make())
            .add(wheel("winonly", "1.0").tag("cp38-abi3-macosx_11_0_arm64").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
        door.write("pyproject.toml", PROJECT);
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
    void everyEnvironmentFindsItsVersionsAndFilesInOneLock() throws Exception {
        assertThat(text(door.with(index, "lock", "--universal", "--project", ".")))
                .isEqualTo("+ demo 1.0, 2.0\n+ dep 1.5\n+ winonly 1.0\npylock.toml written: 4 packages\n");
        assertThat(lock())
                .contains("requires-python = \">=3.8\"")
                .contains("version = \"1.0\"\nmarker = 'python_version < \"3.9\"'")
                .contains("version = \"2.0\"\nmarker = 'python_version >= \"3.9\"'")
                .contains("marker = 'sys_platform == \"win32\"'")
                .contains("dep-1.5-cp38-abi3-manylinux_2_17_x86_64.whl", "dep-1.5-cp38-abi3-win_amd64.whl")
                .contains("sdist = { name = \"dep-1.5.tar.gz\"")
                .doesNotContain("cp37", "macosx", "environments");
        assertThat(text(door.with(index, "plan", "--locked")))
                .contains("demo 2.0", "dep 1.5")
                .doesNotContain("winonly");
        assertThat(text(door.with(index, "lock", "--universal", "--refresh", "--project", ".")))
                .isEqualTo("pylock.toml is up to date: 4 packages\n");
    }

    @Test
    void oneVersionForAllIsPreferredWhereThatIsAskedFor() throws Exception {
        assertThat(text(door.with(index, "lock", "--universal", "--fork-strategy", "fewest", "--project", ".")))
                .startsWith("+ demo 1.0\n");
        assertThat(lock()).doesNotContain("python_version");
    }

    @Test
    void withoutAProjectTheInterpreterSaysWhichPythonIsTheOldest() throws Exception {
        text(door.with(index, "lock", "--universal", "--python-version", "3.12", "--pip", "demo"));
        assertThat(lock()).contains("requires-python = \">=3.12\"").doesNotContain("marker");
    }

    @Test
    void constraintsMayHoldSomewhereOnly() throws Exception {
        door.write("constraints.txt", "demo<2; sys_platform == 'darwin'\n");
        door.write("all.txt", "-c constraints.txt\ndemo\n");
        text(door.with(index, "lock", "--universal", "--python-version", "3.12", "--requirements", "all.txt"));
        assertThat(lock())
                .contains("version = \"1.0\"\nmarker = 'sys_platform == \"darwin\"'")
                .contains("version = \"2.0\"\nmarker = 'sys_platform != \"darwin\"'")
                .contains("{ name = \"dep\" }");
    }

    @Test
    void whatOnePlatformCannotHaveIsNotGivenUpForAll() throws Exception {
        index.publish(wheel("app", "1.0").make());
        index.publish(wheel("app", "2.0")
                .requiresDist("nowhere; sys_platform == 'win32'")
                .make());
        text(door.with(index, "lock", "--universal", "--pip", "app"));
        assertThat(lock())
                .contains("version = \"1.0\"\nmarker = 'sys_platform == \"win32\"'")
                .contains("version = \"2.0\"\nmarker = 'sys_platform != \"win32\"'");
        assertThat(text(door.with(
                        index, "lock", "--universal", "--upgrade", "--fork-strategy", "fewest", "--pip", "app")))
                .isEqualTo("+ app 1.0\npylock.toml written: 1 package\n");
    }

    @Test
    void aFailureSaysWhere() throws Exception {
        Ended ended = door.with(
                index, "lock", "--universal", "--pip", "demo<2; os_name == 'nt'", "--pip", "demo>1; os_name == 'nt'");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .contains("no set of versions meets the requirements where `sys_platform == \"win32\"`")
                .contains("Because you require demo>1 and demo<2");
        assertThat(door.here().resolve("pylock.toml")).doesNotExist();
    }

    @Test
    void aVersionWithoutAFileForThosePlatformsIsWarnedOf() throws Exception {
        Ended ended = door.loud(List.of(
                "lock",
                "--universal",
                "--index-url",
                index.uri().toString(),
                "--pip",
                "winonly; sys_platform == 'linux'"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err())
                .contains("no file of `winonly 1.0` can be used where it is needed: sys_platform == \"linux\"");
        assertThat(door.with(index, "plan", "--locked").err())
                .startsWith("error[lock-mismatch]: the lock has no wheel of `winonly 1.0`");
    }

    @Test
    void wrongOptionsAreRefused() throws Exception {
        assertThat(door.with(index, "lock", "--universal", "--platform", "macos-arm64", "--pip", "demo")
                        .err())
                .startsWith("error[usage]: `--platform` and `--universal` contradict each other");
        assertThat(door.with(index, "lock", "--universal", "--fork-strategy", "most", "--pip", "demo")
                        .err())
                .startsWith("error[usage]: `--fork-strategy most` is not known")
                .contains("`requires-python` or `fewest`");
    }
}
