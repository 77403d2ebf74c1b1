package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.SdistMaker.sdist;
import static io.milieu.testkit.WheelMaker.wheel;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.testkit.IndexFeature;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user may write about which packages are chosen. */
class ChoiceTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder()
            .add(
                    wheel("demo", "1.0").requiresDist("shared").make(),
                    wheel("demo", "2.0").requiresDist("shared").make(),
                    wheel("shared", "1.0").make(),
                    wheel("shared", "2.0").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private String planned(String... words) {
        Ended ended = door.with(index, words);
        assertThat(ended.code()).as(ended.err()).isZero();
        return versions(ended);
    }

    private static String versions(Ended ended) {
        List<String> packages =
                ended.json().object("lock").object("sections").object("python").array("packages").stream()
                        .map(value -> (JsonObject) value)
                        .map(each -> each.string("name").orElse("") + " "
                                + each.string("version").orElse(""))
                        .toList();
        return String.join(", ", packages);
    }

    @Test
    void aConstraintsFileCountsAndItsChangeResolvesAnew() throws Exception {
        door.write("c.txt", "shared<2\n");
        assertThat(planned("plan", "--json", "--pip", "demo", "-c", "c.txt")).isEqualTo("demo 2.0, shared 1.0");
        door.write("c.txt", "demo<2\n");
        assertThat(planned("plan", "--json", "--pip", "demo", "-c", "c.txt")).isEqualTo("demo 1.0, shared 2.0");
        door.write("r.txt", "-c c.txt\n-r more.txt\n");
        door.write("more.txt", "demo\n");
        assertThat(planned("plan", "--json", "-r", "r.txt")).isEqualTo("demo 1.0, shared 2.0");
    }

    @Test
    void overridesAndStrategiesCount() throws Exception {
        door.write("o.txt", "shared==1\n");
        assertThat(planned("plan", "--json", "--pip", "demo", "--override", "o.txt"))
                .isEqualTo("demo 2.0, shared 1.0");
        assertThat(planned("plan", "--json", "--pip", "demo", "--resolution", "lowest-direct"))
                .isEqualTo("demo 1.0, shared 2.0");
        assertThat(planned("plan", "--json", "--pip", "demo", "--no-deps")).isEqualTo("demo 2.0");
    }

    @Test
    void theOptionsOfTheUvFieldAreUnderstood() {
        String field = "{\"uv\": {\"packages\": [\"demo\"], \"uv_pip_install_options\": [%s]}}";
        assertThat(planned("plan", "--json", "--env", field.formatted("\"--resolution=lowest\", \"--reinstall\"")))
                .isEqualTo("demo 1.0, shared 1.0");
        assertThat(planned("plan", "--json", "--env", field.formatted("\"--no-deps\", \"--no-build\"")))
                .isEqualTo("demo 2.0");
        assertThat(door.with(index, "plan", "--env", field.formatted("\"--frobnicate\"")))
                .isEqualTo(failed(
                        2,
                        "usage",
                        "uv_pip_install_options: the option `--frobnicate` is not known",
                        "Options are those of `pip install` and `uv pip install` that decide what is installed."));
    }

    @Test
    void aCheckSeesWhatIsLeftOut() {
        String field = """
                {"pip": {"packages": ["demo"], "pip_check": true, "pip_install_options": ["--no-deps"]}}""";
        assertThat(door.with(index, "plan", "--env", field).err()).startsWith("""
                        error[pip-check-failed]: the packages do not fit together:
                          demo 2.0 requires shared, but it is not there
                        """);
    }

    @Test
    void aRequirementsFileMayBeOnAServer() throws Exception {
        byte[] file = "demo<2\n".getBytes(UTF_8);
        try (IndexServer server =
                IndexServer.builder().file("requirements.txt", file).start()) {
            String url = server.fileUri("requirements.txt").toString();
            assertThat(planned("plan", "--json", "-r", url)).isEqualTo("demo 1.0, shared 2.0");
            server.remove("requirements.txt");
            assertThat(door.with(index, "plan", "-r", url))
                    .isEqualTo(failed(1, "path-invalid", "the requirements file `" + url + "` does not exist"));
        }
    }

    @Test
    void aPinnedPackageComesFromItsIndexOnly() {
        try (IndexServer own =
                IndexServer.builder().add(wheel("shared", "0.5").make()).start()) {
            String first = "first=" + index.uri();
            String named = "own=" + own.uri();
            assertThat(planned("plan", "--json", "--pip", "demo", "--index", first, "--index", named))
                    .isEqualTo("demo 2.0, shared 2.0");
            String[] pinned = {
                "plan", "--json", "--pip", "demo", "--index", first, "--index", named, "--index-pin", "shared=own"
            };
            assertThat(planned(pinned)).isEqualTo("demo 2.0, shared 0.5");
            assertThat(door.with(index, "plan", "--pip", "demo", "--index", named, "--index-pin", "demo=own")
                            .err())
                    .startsWith("error[package-not-found]: package `demo` was not found in `" + own.uri() + "`");
        }
    }

    @Test
    void aFileOfWhichNoIndexPromisesAHashIsCheckedAllTheSame() throws Exception {
        MadeWheel plain = wheel("plain", "1.0").make();
        try (IndexServer bare =
                IndexServer.builder().without(IndexFeature.HASHES).add(plain).start()) {
            String other = " --hash=sha256:" + "ab".repeat(32);
            String right = " --hash=sha256:" + plain.sha256Hex();
            assertThat(door.with(bare, "create", "--pip", "plain==1.0" + other + right)
                            .folder())
                    .isDirectory();
            assertThat(door.with(bare, "create", "--pip", "plain==1.0" + other).err())
                    .startsWith("error[hash-mismatch]: ");
            assertThat(door.with(bare, "create", "--pip", "plain==1.0" + other + other.replace("ab", "cd"))
                            .err())
                    .startsWith("error[hash-mismatch]: `plain-1.0-py3-none-any.whl` has the hash `sha256:"
                            + plain.sha256Hex() + "`, which is none of those given");
        }
    }

    @Test
    void aHashOfAKindThatNoIndexPromisesIsCheckedOnTheFile() throws Exception {
        MadeWheel plain = wheel("plain", "1.0").make();
        try (IndexServer promising = IndexServer.builder().add(plain).start()) {
            String wrong = " --hash=sha384:" + "ab".repeat(48);
            String right = " --hash=" + Checksum.of(HashAlgorithm.SHA384, plain.bytes());
            assertThat(door.with(promising, "create", "--pip", "plain==1.0" + wrong)
                            .err())
                    .startsWith("error[hash-mismatch]: ");
            assertThat(door.with(promising, "create", "--pip", "plain==1.0" + wrong + right)
                            .err())
                    .contains("has hashes of other kinds than those given for it, of which one has to be a sha256");
            assertThat(door.with(promising, "create", "--pip", "plain==1.0" + right)
                            .folder())
                    .isDirectory();
        }
    }

    @Test
    void everythingNeedsAHashIfAnythingHasOne() throws Exception {
        String shared = wheel("shared", "2.0").make().sha256Hex();
        String demo = wheel("demo", "2.0").requiresDist("shared").make().sha256Hex();
        door.write("r.txt", "demo==2.0 \\\n  --hash=sha256:" + demo + "\n");
        assertThat(door.with(index, "plan", "-r", "r.txt"))
                .isEqualTo(failed(
                        1,
                        "hashes-missing",
                        "hashes are required, but these have none:\n  shared==2.0 --hash=sha256:" + shared
                                + "  (demo 2.0: shared)",
                        "Add these lines to your requirements, after making sure that the hashes are right.",
                        "One requirement with `--hash` switches the check on for everything; `--no-require-hashes`"
                                + " switches it off."));
        door.write("r.txt", "demo==2.0 --hash=sha256:" + demo + "\nshared==2.0 --hash=sha256:" + shared + "\n");
        assertThat(planned("plan", "--json", "-r", "r.txt", "--require-hashes")).isEqualTo("demo 2.0, shared 2.0");
    }

    @Test
    void aNodeMayForbidToBuild() {
        index.publish(sdist("source", "1.0").make());
        Ended expected = failed(1, "no-matching-version", """
                        no set of versions meets the requirements:
                          Because source cannot be used (has only a source distribution, which `--wheels-only` excludes) and you require source, no solution exists.""", "No version of `source` can be used here.");
        assertThat(door.and("MILIEU_WHEELS_ONLY", "1").with(index, "plan", "--pip", "source"))
                .isEqualTo(expected);
        assertThat(door.with(index, "plan", "--pip", "source", "--wheels-only")).isEqualTo(expected);
    }
}
