package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.testkit.Fault;
import io.milieu.testkit.Hold;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with packages, and that nothing is left of it. */
class BadPackagesTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder().start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() throws Exception {
        index.close();
        door.assertClean();
    }

    private void serve(MadeFile... files) {
        for (MadeFile file : files) {
            index.publish(file);
        }
    }

    /** Nothing of a failed request is in the store. */
    private Ended create(String... requirements) throws Exception {
        Ended ended = door.with(
                index,
                Stream.concat(Stream.of("create"), Stream.of(requirements).flatMap(each -> Stream.of("--pip", each)))
                        .toArray(String[]::new));
        assertThat(door.entries("wheels")).isZero();
        assertThat(door.entries("environments")).isZero();
        return ended;
    }

    @Test
    void aPackageNobodyKnows() throws Exception {
        assertThat(create("demo"))
                .isEqualTo(failed(
                        1,
                        "package-not-found",
                        "package `demo` was not found in `" + index.uri() + "`",
                        "Check the spelling, or name the index that has it with `--index-url`."));
    }

    @Test
    void aVersionThatDoesNotExist() throws Exception {
        serve(wheel("demo", "1.0").make(), wheel("demo", "1.1").make());
        assertThat(create("demo>=2"))
                .isEqualTo(failed(
                        1,
                        "no-matching-version",
                        """
                        no set of versions meets the requirements:
                          Because you require demo>=2 and no version of demo satisfies that, no solution exists.""",
                        "The newest versions of `demo` that can be used here: 1.1, 1.0."));
    }

    @Test
    void aVersionForAnotherPython() throws Exception {
        serve(wheel("demo", "1.0").requiresPython(">=4").make());
        assertThat(create("demo"))
                .isEqualTo(failed(1, "no-matching-version", """
                        no set of versions meets the requirements:
                          Because demo cannot be used (needs Python >=4) and you require demo, no solution exists.""", "No version of `demo` can be used here."));
    }

    @Test
    void aWheelForAnotherPlatform() throws Exception {
        serve(wheel("demo", "1.0").tag("cp27-cp27m-win32").make());
        assertThat(create("demo"))
                .isEqualTo(failed(1, "no-matching-version", """
                        no set of versions meets the requirements:
                          Because demo cannot be used (has no wheel for this interpreter and platform) and you require demo, no solution exists.""", "No version of `demo` can be used here."));
    }

    @Test
    void requirementsThatContradictEachOther() throws Exception {
        serve(
                wheel("left", "1.0").requiresDist("shared>=2").make(),
                wheel("right", "1.0").requiresDist("shared<2").make(),
                wheel("right", "1.1").requiresDist("shared<1.5").make(),
                wheel("shared", "1.0").make(),
                wheel("shared", "2.0").make());
        Ended expected = failed(
                1, "no-solution", """
                        no set of versions meets the requirements:
                          Because left requires shared>=2 and all versions of right require shared 1.0, left and all versions of right cannot be used together.
                          So, because you require right and left, no solution exists.""", "Without `left` there is a solution.", "Without `right` there is a solution.");
        assertThat(create("left", "right")).isEqualTo(expected);
        assertThat(door.with(index, "explain", "--pip", "left", "--pip", "right"))
                .isEqualTo(expected);
        assertThat(door.with(index, "plan", "--pip", "left", "--pip", "right")).isEqualTo(expected);
    }

    @Test
    void aDependencyNobodyKnows() throws Exception {
        serve(wheel("demo", "1.0").requiresDist("absent").make());
        assertThat(create("demo"))
                .isEqualTo(failed(
                        1, "no-solution", """
                        no set of versions meets the requirements:
                          Because demo requires absent and package `absent` was not found in `%s`, demo cannot be used.
                          So, because you require demo, no solution exists.""".formatted(index.uri()), "Relax one of the requirements named above."));
    }

    @Test
    void otherBytesThanTheIndexPromised() throws Exception {
        MadeFile wheel = wheel("demo", "1.0").make();
        serve(wheel);
        index.fault("*.whl", Fault.wrongBytes());
        byte[] sent = wheel.bytes().clone();
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) ~sent[i];
        }
        assertThat(create("demo"))
                .isEqualTo(
                        failed(
                                1,
                                "hash-mismatch",
                                "`" + index.fileUri(wheel.fileName()) + "` has the hash `sha256:"
                                        + HexFormat.of()
                                                .formatHex(MessageDigest.getInstance("SHA-256")
                                                        .digest(sent)) + "`, but `sha256:"
                                        + wheel.sha256Hex() + "` was promised",
                                "The file was changed or damaged on the way: ask whoever runs the server, or use another one."));
    }

    @Test
    void aWheelThatWritesBesideItsLayer() throws Exception {
        serve(wheel("demo", "1.0").broken().traversal("../evil.py").make());
        assertThat(create("demo"))
                .isEqualTo(failed(
                        1,
                        "wheel-refused",
                        "wheel `demo-1.0-py3-none-any.whl` has an entry `../evil.py` that has a `..` in its path",
                        "Ask its publisher for a correct file, or exclude this version."));
    }

    @Test
    void aDownloadThatBreaksOffAgainAndAgain() throws Exception {
        MadeFile wheel = wheel("demo", "1.0").make();
        serve(wheel);
        index.fault("*.whl", Fault.truncated(0));
        assertThat(create("demo"))
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.fileUri("demo-1.0-py3-none-any.whl")
                                + "` after 4 attempts: the connection ended after 0 of " + wheel.bytes().length
                                + " bytes"));
    }

    @Test
    void aFileThatIsListedButMissing() throws Exception {
        serve(wheel("demo", "1.0").make());
        index.fault("*.whl", Fault.status(404));
        assertThat(create("demo"))
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.fileUri("demo-1.0-py3-none-any.whl")
                                + "`: the index lists it, but it does not exist",
                        "The index may have changed: try again with --refresh."));
    }

    @Test
    void anIndexThatRefusesAccess() throws Exception {
        for (int status : new int[] {401, 403}) {
            index.fault("*", Fault.status(status));
            assertThat(create("demo"))
                    .isEqualTo(failed(
                            1,
                            "fetch-denied",
                            "the server of `" + index.uri() + "demo/` refuses access (status " + status + ")",
                            "Put the user name and password into the URL or into the .netrc file, or check them."));
        }
    }

    @Test
    void anIndexThatIsBroken() throws Exception {
        index.fault("*", Fault.status(500));
        assertThat(create("demo"))
                .isEqualTo(failed(
                        1,
                        "fetch-failed",
                        "could not download `" + index.uri()
                                + "demo/` after 4 attempts: the server answered with status 500"));
        assertThat(index.count("/simple/demo/")).isEqualTo(4);
    }

    @Test
    void aPageThatIsGarbage() throws Exception {
        serve(wheel("demo", "1.0").make());
        index.fault("/simple/*", Fault.garbage());
        Ended ended = create("demo");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("error[page-invalid]: the page `" + index.uri()
                        + "demo/` cannot be understood: it is not valid JSON: ")
                .endsWith("\nhint: Check that the URL is that of a package index.\n");
    }

    @Test
    void anIndexThatIsNotThere() throws Exception {
        assertThat(door.with(index, "create", "--no-index", "--pip", "demo"))
                .isEqualTo(failed(
                        1,
                        "index-missing",
                        "no package index is configured to look for `demo` in",
                        "Name one with --index-url, or a folder with wheels with --find-links."));
    }

    @Test
    void theTimeLimitTellsHowFarTheBuildGot() throws Exception {
        serve(
                wheel("small", "1.0").make(),
                wheel("big", "1.0").file("big/data", new byte[400_000]).stored().make());
        assertThat(door.with(index, "plan", "--pip", "small", "--pip", "big").code())
                .isZero();
        Hold hold = new Hold(100_000);
        index.fault("*/big-*.whl", hold);
        Ended ended = door.with(index, "create", "--timeout", "3", "--pip", "small", "--pip", "big");
        hold.release();
        assertThat(ended)
                .isEqualTo(failed(
                        1,
                        "setup-timeout",
                        "the environment was not ready within the timeout of 3 seconds: 1 of 2 layers were ready, downloading big 1.0 (0.1 of 0.4 MB)",
                        "What is complete stays in the store: the same request goes on from there.",
                        "Give more time with `config.setup_timeout_seconds` (-1: no limit)."));
        assertThat(door.entries("wheels")).isEqualTo(1);
        assertThat(door.entries("environments")).isZero();
    }

    @Test
    void aCommandThatIsNotInTheEnvironment() throws Exception {
        Ended ended = door.run("run", "--", "no-such-command");
        assertThat(ended)
                .isEqualTo(failed(
                        127,
                        "command-failed",
                        "the command `no-such-command` was not found in the environment",
                        "If a package brings the program, add the package to the spec."));
    }

    @Test
    void runTellsAFailureOfTheEnvironmentFromOneOfTheWorker() {
        Ended ended = door.with(index, "run", "--pip", "demo", "--", "python");
        assertThat(ended.code()).isEqualTo(125);
    }
}
