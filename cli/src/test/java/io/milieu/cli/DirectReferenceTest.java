package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.SdistMaker.sdist;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.posix.Subprocess;
import io.milieu.testkit.Fault;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that are named by their place: folders, archives, wheels, repositories; in place, too. */
class DirectReferenceTest {
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

    private Ended create(String... requirements) {
        List<String> words = new ArrayList<>(List.of("create"));
        for (String requirement : requirements) {
            words.addAll(List.of("--pip", requirement));
        }
        return door.with(index, words.toArray(String[]::new));
    }

    private Path tree(String name) {
        return sdist("demo", "1.0").ownBackend("", "").writeTo(door.here().resolve(name));
    }

    private String origin(Path environment) throws Exception {
        return python(environment, "import demo; print(demo.origin)");
    }

    private String python(Path environment, String script) throws Exception {
        return call(door.here(), environment.resolve("bin/python").toString(), "-c", script);
    }

    private String call(Path directory, String... words) throws Exception {
        Map<String, String> variables = new HashMap<>(door.variables());
        variables.putAll(Map.of("GIT_AUTHOR_NAME", "a", "GIT_AUTHOR_EMAIL", "a@example.org"));
        variables.putAll(Map.of("GIT_COMMITTER_NAME", "a", "GIT_COMMITTER_EMAIL", "a@example.org"));
        Subprocess.Outcome outcome = new Subprocess(List.of(words), variables, directory).run(Duration.ofSeconds(60));
        assertThat(outcome.exitCode()).as(outcome.tail()).isZero();
        return outcome.output().strip();
    }

    private static String directUrl(Path environment) throws IOException {
        try (var found = Files.find(environment, 6, (path, _) -> path.endsWith("direct_url.json"))) {
            return Files.readString(found.findFirst().orElseThrow());
        }
    }

    private String repository(Path tree) throws Exception {
        call(tree, "git", "init", "--quiet", "--initial-branch=main");
        return commit(tree);
    }

    private String commit(Path tree) throws Exception {
        call(tree, "git", "add", "--all");
        call(tree, "git", "commit", "--quiet", "--message=x");
        return call(tree, "git", "rev-parse", "HEAD");
    }

    @Test
    void aFolderIsBuiltAndBuiltAgainWhenItChanges() throws Exception {
        Path tree = tree("demo");
        Path first = create("./demo").folder();
        assertThat(origin(first)).isEqualTo("built");
        assertThat(directUrl(first)).isEqualTo("{\"dir_info\":{},\"url\":\"file://" + tree + "\"}");
        assertThat(create("./demo").folder()).isEqualTo(first);
        Files.writeString(tree.resolve("src/demo.py"), "origin = 'changed'\n");
        Path second = create("./demo").folder();
        assertThat(origin(second)).isEqualTo("changed");
        assertThat(origin(first)).isEqualTo("built");
        assertThat(tree.resolve("src/__pycache__")).doesNotExist();
    }

    @Test
    void anEditableFolderIsUsedInPlace() throws Exception {
        Path tree = tree("demo");
        Path environment = create("-e ./demo").folder();
        assertThat(directUrl(environment))
                .isEqualTo("{\"dir_info\":{\"editable\":true},\"url\":\"file://" + tree + "\"}");
        Files.writeString(tree.resolve("src/demo.py"), "origin = 'edited'\n");
        assertThat(create("-e ./demo").folder()).isEqualTo(environment);
        assertThat(origin(environment)).isEqualTo("edited");
        assertThat(door.entries("built")).isOne();
    }

    @Test
    void aBackendThatIsTooOldForThatIsNamed() {
        sdist("demo", "1.0")
                .ownBackend("", "del build_editable")
                .writeTo(door.here().resolve("demo"));
        assertThat(create("-e ./demo").err())
                .startsWith("error[build-failed]: `" + door.here().resolve("demo")
                        + "` could not be built: its backend `treebuild` has no `build_editable`: it is too old to install a"
                        + " project in place (PEP 660)\n");
    }

    @Test
    void aBranchMovesATagStays() throws Exception {
        Path tree = tree("repository");
        String first = repository(tree);
        call(tree, "git", "tag", "--annotate", "--message=x", "v1");
        Files.writeString(tree.resolve("src/demo.py"), "origin = 'second'\n");
        commit(tree);
        String place = "git+file://" + tree;
        Path tagged = create("demo @ " + place + "@v1").folder();
        assertThat(origin(tagged)).isEqualTo("built");
        assertThat(directUrl(tagged))
                .isEqualTo("{\"url\":\"file://" + tree + "\",\"vcs_info\":{\"commit_id\":\"" + first
                        + "\",\"requested_revision\":\"v1\",\"vcs\":\"git\"}}");
        assertThat(origin(create(place + "@main").folder())).isEqualTo("second");
        assertThat(origin(create(place).folder())).isEqualTo("second");
        assertThat(origin(create(place + "@" + first.substring(0, 9)).folder())).isEqualTo("built");
        // The same commit is built once, however it is named.
        assertThat(door.entries("built")).isEqualTo(2);
    }

    @Test
    void aProjectMayLieDeepInARepository() throws Exception {
        Path tree = door.here().resolve("repository");
        sdist("demo", "1.0").ownBackend("", "").writeTo(tree.resolve("python/demo"));
        repository(tree);
        assertThat(origin(create("git+file://" + tree + "#subdirectory=python/demo")
                        .folder()))
                .isEqualTo("built");
        assertThat(create("git+file://" + tree + "#subdirectory=python/none"))
                .isEqualTo(failed(1, "path-invalid", "the sources have no folder `python/none` (`#subdirectory=`)"));
    }

    @Test
    void whatARepositoryDoesNotHaveIsSaidSo() throws Exception {
        Path tree = tree("repository");
        repository(tree);
        assertThat(create("git+file://" + tree + "@none"))
                .isEqualTo(failed(
                        1,
                        "repository-failed",
                        "the repository `file://" + tree + "` has no branch or tag `none`",
                        "A commit is named by at least seven digits of its hash."));
        assertThat(create("git+file://" + tree + "/none").err())
                .startsWith("error[repository-failed]: `git ls-remote` failed for the repository `file://" + tree
                        + "/none`: ");
    }

    @Test
    void offlineNoRepositoryElsewhereIsAsked() throws Exception {
        assertThat(door.run("create", "--offline", "--pip", "git+https://user:secret@127.0.0.1:1/demo"))
                .isEqualTo(failed(
                        1,
                        "offline",
                        "the repository `https://****@127.0.0.1:1/demo` is not on this machine, and Milieu is offline",
                        "Try again without `--offline` and without `MILIEU_OFFLINE`."));
        Path tree = tree("repository");
        repository(tree);
        assertThat(origin(door.run("create", "--offline", "--pip", "git+file://" + tree)
                        .folder()))
                .isEqualTo("built");
    }

    @Test
    void archivesAndWheelsComeFromUrls() throws Exception {
        MadeFile archive = sdist("demo", "1.0").ownBackend("", "").make();
        MadeFile wheel = wheel("other", "2.0").module("other.py", "").make();
        index.publish(archive);
        index.publish(wheel);
        Path environment = create(
                        index.fileUri(archive.fileName()).toString(), "other @ " + index.fileUri(wheel.fileName()))
                .folder();
        assertThat(origin(environment)).isEqualTo("built");
        assertThat(python(environment, "import other")).isEmpty();
        assertThat(index.count("/simple/*")).isZero();
        assertThat(index.count("/files/*" + wheel.fileName())).isOne();
    }

    @Test
    void thePromiseOfAHashIsKept() {
        MadeFile wheel = wheel("demo", "1.0").make();
        index.publish(wheel);
        String place = index.fileUri(wheel.fileName()).toString();
        assertThat(create(place + "#sha256=" + wheel.sha256Hex()).code()).isZero();
        String wrong = "0".repeat(64);
        assertThat(create("demo @ " + place + "#sha256=" + wrong).err())
                .startsWith("error[hash-mismatch]: ")
                .contains(wrong);
        assertThat(create("demo @ " + place + " --hash=sha256:" + wrong).err()).startsWith("error[hash-mismatch]: ");
    }

    @Test
    void passwordsAreUsedAndKeptNowhere() throws Exception {
        MadeFile wheel = wheel("demo", "1.0").make();
        index.publish(wheel);
        index.fault("*", Fault.basicAuth("user", "geheim"));
        String place = index.fileUri(wheel.fileName()).toString();
        Path environment =
                create("demo @ " + place.replace("://", "://user:geheim@")).folder();
        assertThat(directUrl(environment)).contains("\"url\":\"" + place + "\"");
        try (var files = Files.find(door.store(), 12, (_, as) -> as.isRegularFile())) {
            assertThat(files)
                    .allSatisfy(file ->
                            assertThat(Files.readAllBytes(file)).asString().doesNotContain("geheim"));
        }
    }

    @Test
    void aDependencyMayComeFromItsPlaceToo() throws Exception {
        MadeFile far = wheel("far", "3.0").module("far.py", "").make();
        index.publish(far);
        index.publish(wheel("near", "1.0")
                .requiresDist("far @ " + index.fileUri(far.fileName()))
                .make());
        index.publish(wheel("far", "9.0").make());
        Ended plan = door.with(index, "plan", "--json", "--pip", "near");
        assertThat(plan.out()).contains("far-3.0-py3-none-any.whl").doesNotContain("far-9.0");
        assertThat(create("near", "far>5"))
                .isEqualTo(failed(
                        1,
                        "no-matching-version",
                        "no set of versions meets the requirements:\n  Because you require far>5 and no version of far"
                                + " satisfies that, no solution exists.",
                        "Because that is required, `far` can only come from " + index.fileUri(far.fileName())
                                + " (3.0)."));
    }

    @Test
    void twoPlacesForOnePackageDoNotGoTogether() {
        tree("one");
        tree("two");
        assertThat(create("./one", "./two").err())
                .startsWith(
                        "error[no-matching-version]: no set of versions meets the requirements:\n  Because you require demo"
                                + " @ file://" + door.here() + "/two and demo @ file://" + door.here()
                                + "/one, no solution exists.\n");
    }

    @Test
    void aPlaceWithAnotherNameIsRefused() {
        tree("demo");
        assertThat(create("other @ file://" + door.here().resolve("demo")))
                .isEqualTo(failed(
                        1,
                        "metadata-invalid",
                        "`other @ file://" + door.here().resolve("demo")
                                + "` leads to a package with the name `demo`"));
    }

    @Test
    void aWheelForAnotherPlatformIsRefused() {
        MadeFile wheel = wheel("demo", "1.0").tag("cp39-cp39-win_amd64").make();
        index.publish(wheel);
        assertThat(create(index.fileUri(wheel.fileName()).toString()))
                .isEqualTo(failed(
                        1,
                        "no-matching-version",
                        "the wheel `demo-1.0-cp39-cp39-win_amd64.whl` is not for this interpreter and platform",
                        "Name the archive of its sources, or the package by its name: then one that fits is chosen."));
    }

    @Test
    void whereOnlyWheelsMayBeUsedNothingIsBuilt() {
        tree("demo");
        assertThat(door.and("MILIEU_WHEELS_ONLY", "1").with(index, "create", "--pip", "./demo"))
                .isEqualTo(failed(
                        2,
                        "usage",
                        "`" + door.here().resolve("demo")
                                + "` would have to be built, but only wheels may be used (`--wheels-only`)",
                        "Name a wheel of it."));
    }

    @Test
    void whereHashesAreRequiredAFolderCannotHaveOne() {
        tree("demo");
        assertThat(door.with(index, "create", "--require-hashes", "--pip", "./demo")
                        .err())
                .startsWith("error[hashes-missing]: hashes are required, but these have none:\n  file://"
                        + door.here().resolve("demo"));
    }

    @Test
    void aLockNamesPlacesAndIsInstalledFromThem() throws Exception {
        Path tree = tree("folder");
        Path repository =
                sdist("far", "2.0").ownBackend("", "").writeTo(door.here().resolve("repository"));
        String commit = repository(repository);
        MadeFile archive = sdist("packed", "3.0").ownBackend("", "").make();
        index.publish(archive);
        index.publish(sdist("indexed", "4.0").ownBackend("", "").make());
        String url = index.fileUri(archive.fileName()).toString();
        Ended written = door.with(
                index,
                "lock",
                "--pip",
                "./folder",
                "--pip",
                "git+file://" + repository,
                "--pip",
                url,
                "--pip",
                "indexed");
        assertThat(written.code()).as(written.err()).isZero();
        assertThat(Files.readString(door.here().resolve("pylock.toml")))
                .contains(
                        "directory = { path = \"folder\" }",
                        "vcs = { type = \"git\", url = \"file://" + repository + "\", commit-id = \"" + commit + "\" }",
                        "archive = { url = \"" + url + "\"",
                        "sdist = { name = \"indexed-4.0.tar.gz\"");
        Path environment = door.run("create", "--locked").folder();
        assertThat(python(environment, "import demo, far, packed, indexed; print(demo.origin)"))
                .isEqualTo("built");
        Files.writeString(tree.resolve("src/demo.py"), "origin = 'changed'\n");
        assertThat(origin(door.run("create", "--locked", "--refresh").folder())).isEqualTo("changed");
    }
}
