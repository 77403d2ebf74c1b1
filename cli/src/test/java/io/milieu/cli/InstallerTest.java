package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another tool chooses, Milieu installs: the real pip, and a program in place of uv. */
class InstallerTest {
    private static final MadeWheel DEMO =
            wheel("demo", "1.0").requiresDist("dep").make();

    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(DEMO)
            .add(wheel("demo", "2.0").requiresDist("dep>=2").make())
            .add(wheel("dep", "1.5").make())
            .add(wheel("dep", "2.5").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private Ended plan(String field) throws Exception {
        return door.with(index, "plan", "--env", field);
    }

    private static String text(Ended ended) {
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended.out();
    }

    @Test
    void pipChoosesAndMilieuInstalls() throws Exception {
        door.write("constraints.txt", "dep<2\n");
        String field = "{\"pip\": {\"packages\": [\"demo\", \"-c constraints.txt\"], \"installer\": \"pip\"}}";
        assertThat(text(plan(field))).contains("demo 1.0", "dep 1.5");
        door.with(index, "create", "--env", field).folder();
        door.write("constraints.txt", "");
        assertThat(text(plan(field))).contains("demo 2.0", "dep 2.5");
        String own = text(plan("{\"pip\": [\"demo\"]}")).lines().toList().getLast();
        assertThat(text(plan(field))).endsWith(own + "\n");
    }

    @Test
    void optionsThatOnlyPipKnowsAreForPip() throws Exception {
        String field = "{\"pip\": {\"packages\": [\"demo\"], \"pip_install_options\": [\"--progress-bar\", \"off\","
                + " \"--no-cache-dir\", \"--retries=1\", \"--abi\", \"none\", \"--only-binary\", \":all:\", \"--target=x\"]%s}}";
        assertThat(plan(field.formatted("")).err()).startsWith("error[usage]").contains("`--abi` is not known");
        assertThat(text(plan(field.formatted(", \"installer\": \"pip\"")))).contains("demo 2.0");
    }

    @Test
    void whatPipRefusesIsToldInItsOwnWords() throws Exception {
        Ended none = plan("{\"pip\": {\"packages\": [\"demo<2\", \"dep<1\"], \"installer\": \"pip\"}}");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err())
                .startsWith("error[installer-failed]: `pip` failed:")
                .contains("No matching distribution found for dep<1");
        assertThat(plan("{\"pip\": {\"packages\": [\"demo\"], \"installer\": \"poetry\"}}")
                        .err())
                .contains("$.pip.installer: must be `pip` or `uv`");
        assertThat(door.with(
                                index,
                                "lock",
                                "--universal",
                                "--env",
                                "{\"pip\": {\"packages\": [\"demo\"], \"installer\": \"pip\"}}")
                        .err())
                .startsWith("error[not-supported]: with `installer` there is no universal lock");
    }

    @Test
    void uvIsAskedWithItsOptionsAndItsHashesCount() throws Exception {
        String field = "{\"uv\": {\"packages\": [\"demo\"], \"installer\": \"uv\","
                + " \"uv_pip_install_options\": [\"--fork-strategy\", \"fewest\", \"--resolution\", \"lowest\"]}}";
        Path bin = Files.createDirectory(temp.resolve("bin"));
        door = door.and("PATH", bin + ":" + door.variables().get("PATH"));
        Path program = bin.resolve("uv");
        String hash = Checksum.of(HashAlgorithm.SHA256, DEMO.bytes()).hex();
        Files.writeString(program, """
                #!/bin/sh
                echo "$@" > %1$s/asked
                cat "$3" > %1$s/requirements
                while [ "$1" != --output-file ]; do shift; done
                printf 'demo==1.0 \\\\\\n    --hash=sha256:%2$s\\n' > "$2"
                """.formatted(temp, hash));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(text(plan(field))).contains("demo 1.0").doesNotContain("dep");
        assertThat(Files.readString(temp.resolve("requirements"))).isEqualTo("demo\n");
        assertThat(Files.readString(temp.resolve("asked")))
                .startsWith("pip compile ")
                .contains("--fork-strategy fewest", "--resolution=lowest", "--index-url " + index.uri());
        Files.writeString(program, Files.readString(program).replace(hash, "0".repeat(64)));
        assertThat(door.with(index, "plan", "--refresh", "--env", field).err())
                .contains("has none of the hashes given for it");
    }

    @Test
    void aMissingUvIsTold() throws Exception {
        Path bin = Files.createDirectory(temp.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("python3"), FrontDoor.python());
        door = door.and("PATH", bin.toString());
        assertThat(plan("{\"uv\": {\"packages\": [\"demo\"], \"installer\": \"uv\"}}")
                        .err())
                .startsWith("error[installer-failed]: there is no program `uv` on the PATH");
    }
}
