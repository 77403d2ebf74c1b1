package io.milieu.python.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of PEP 751, as far as the published cases leave them open. */
class LockFileTest {
    private static final String HASH = "a".repeat(64);
    private static final Target TARGET = new Target(
            Version.parse("3.12.1"),
            new MarkerEnvironment(
                    "cpython", "3.12.1", "posix", "x86_64", "CPython", "6", "Linux", "1", "3.12.1", "3.12", "linux"),
            SupportedTags.of(List.of(new Tag("cp312", "cp312", "linux_x86_64"), new Tag("py3", "none", "any"))));

    private static final String EVERYTHING = """
                lock-version = "1.0"
                environments = ['sys_platform == "linux"']
                requires-python = ">=3.9"
                extras = ["docs"]
                dependency-groups = [
                    "dev",
                    "test",
                ]
                default-groups = ["dev"]
                created-by = "someone"
                tool = { someone = { deep = [1, 2.5, true, 2026-01-02], "odd key" = "tab\\tand 'both' \\"quotes\\"" } }

                [[packages]]
                name = "archived"
                archive = { url = "https://host/archived.zip", upload-time = 2026-01-02T03:04:00Z, size = 5, hashes = { sha256 = "HASH" }, subdirectory = "sub" }

                [[packages]]
                name = "cloned"
                vcs = { type = "git", url = "https://host/cloned", requested-revision = "main", commit-id = "0123", subdirectory = "sub" }

                [[packages]]
                name = "demo"
                version = "1.0"
                marker = 'python_version >= "3.9"'
                requires-python = ">=3.8"
                dependencies = [
                    { name = "cloned" },
                ]
                index = "https://host/simple"
                sdist = { name = "demo-1.0.tar.gz", url = "https://host/x", hashes = { sha256 = "HASH" } }
                wheels = [
                    { url = "https://host/demo-1.0-cp312-cp312-linux_x86_64.whl", hashes = { sha256 = "HASH" } },
                    { path = "wheels/demo-1.0-py3-none-any.whl", hashes = { blake2b = "beef", sha256 = "HASH" } },
                ]
                attestation-identities = [
                    { kind = "GitHub", repository = "a/b" },
                ]
                tool = { someone = { x = "y" } }

                [[packages]]
                name = "local"
                directory = { path = "../local", editable = true }
                """.replace("HASH", HASH);

    private static LockFile lock(String text) {
        return LockFile.parse("lock-version = '1.0'\ncreated-by = 'someone'\n" + text, "a lock");
    }

    private static String file(String name) {
        return "{url = 'https://host/" + name + "', hashes = {sha256 = '" + HASH + "'}}";
    }

    private static String demo(String rest) {
        return "[[packages]]\nname = 'demo'\nversion = '1.0'\n" + rest + "\n";
    }

    private static List<LockChoice> select(String text) {
        return new LockSelection(TARGET).select(lock(text), LockScope.DEFAULT);
    }

    private static void isInvalid(String text, String message) {
        assertThatThrownBy(() -> select(text))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.LOCK_INVALID))
                .hasMessageContaining(message);
    }

    private static void doesNotFit(String text, String message) {
        assertThatThrownBy(() -> select(text))
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.LOCK_MISMATCH))
                .hasMessageContaining(message);
    }

    @Test
    void everythingThatIsReadIsWrittenInOneOrder() {
        LockFile read = LockFile.parse(EVERYTHING, "a lock");
        assertThat(LockFile.parse(read.text(), "again")).isEqualTo(read);
        assertThat(sorted(read.text())).isEqualTo(sorted(EVERYTHING));
        LockFile reversed = new LockFile(
                read.lockVersion(),
                read.environments(),
                read.requiresPython(),
                read.extras(),
                read.dependencyGroups().reversed(),
                read.defaultGroups(),
                read.createdBy(),
                read.packages().reversed(),
                read.tool());
        assertThat(reversed.text()).isEqualTo(read.text());
    }

    /** The keys of a file stand in another order than the example's. */
    private static List<String> sorted(String text) {
        return text.lines()
                .map(line -> String.join(
                        ", ",
                        List.of(line.split(", |\\{ | }")).stream().sorted().toList()))
                .sorted()
                .toList();
    }

    @Test
    void aNewerMinorVersionIsReadAndToldApart() {
        assertThat(LockFile.parse("lock-version = '1.7'\ncreated-by = 'x'\npackages = []\nnew-key = 1\n", "a lock")
                        .isNewer())
                .isTrue();
        isInvalid("packages = {}", "`packages` must be an array, not a table");
    }

    @Test
    void aPackageHasExactlyOneKindOfSource() {
        isInvalid(demo(""), "exactly one of");
        isInvalid(demo("directory = {path = '.'}\nsdist = " + file("demo-1.0.tar.gz")), "it has 2");
        assertThat(select(demo(
                        "wheels = [" + file("demo-1.0-py3-none-any.whl") + "]\nsdist = " + file("demo-1.0.tar.gz"))))
                .singleElement()
                .isInstanceOf(LockChoice.Wheel.class);
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        isInvalid("packages = 1", "a lock: `packages` must be an array, not an integer");
        isInvalid("[[packages]]\nname = 'Demo_X'", "`packages[0].name` must be normalised: `demo-x`");
        isInvalid(demo("marker = 'nonsense'"), "`packages[0].marker`");
        isInvalid(
                demo("wheels = [{hashes = {sha256 = 'aa'}}]"), "`packages[0].wheels[0]` must have a `url` or a `path`");
        isInvalid(demo("wheels = [{url = 'x y', hashes = {sha256 = 'aa'}}]"), "is not a URL");
        isInvalid(demo("vcs = {type = 'git', url = 'https://h/x'}"), "`packages[0].vcs.commit-id` is missing");
        isInvalid("= 1", "a lock:3:1: this is not TOML");
    }

    @Test
    void twoEntriesOfOneNameAreRefusedWhereBothApply() {
        String two = demo("marker = 'python_version < \"3.9\"'\ndirectory = {path = './one'}")
                + demo("directory = {path = './two'}");
        assertThat(select(two)).hasSize(1);
        isInvalid(two.replace("3.9", "4"), "two packages `demo` for this environment");
    }

    @Test
    void aLockForElsewhereIsRefused() {
        doesNotFit(
                "environments = ['python_version == \"3.14\"']\npackages = []", "the lock is not for this environment");
        doesNotFit("requires-python = '==3.14.*'\npackages = []", "the lock needs Python ==3.14.*, but this is 3.12.1");
        doesNotFit(demo("requires-python = '>=3.13'\ndirectory = {path = '.'}"), "`demo 1.0` needs Python >=3.13");
        doesNotFit(demo("wheels = [" + file("demo-1.0-py5-none-any.whl") + "]"), "no wheel of `demo 1.0`");
    }

    @Test
    void theBestWheelIsChosenAndOneOfAnotherProjectRefused() {
        String wheels = "wheels = [" + file("demo-1.0-py3-none-any.whl") + ", "
                + file("demo-1.0-1-cp312-cp312-linux_x86_64.whl") + ", "
                + file("demo-1.0-2-cp312-cp312-linux_x86_64.whl") + "]";
        assertThat(select(demo(wheels)))
                .singleElement()
                .isInstanceOfSatisfying(
                        LockChoice.Wheel.class,
                        wheel -> assertThat(wheel.file().fileName())
                                .isEqualTo("demo-1.0-2-cp312-cp312-linux_x86_64.whl"));
        isInvalid(demo("wheels = [" + file("other-1.0-py3-none-any.whl") + "]"), "of which it is none");
        isInvalid(demo("wheels = [" + file("demo-2.0-py3-none-any.whl") + "]"), "of which it is none");
    }

    @Test
    void extrasAndGroupsThatAreNotThereAreRefused() {
        LockFile lock = lock("extras = ['docs']\npackages = []");
        LockScope scope = new LockScope(Set.of(ExtraName.of("doc")), Optional.empty());
        assertThatThrownBy(() -> new LockSelection(TARGET).select(lock, scope))
                .hasMessage("the lock has no extra `doc`");
    }

    @Test
    void aFileWithoutASecureHashIsRefused() {
        LockFile lock =
                lock(demo("wheels = [{url = 'https://host/demo-1.0-py3-none-any.whl', hashes = {md5 = 'aa'}}]"));
        LockedSource.Files files =
                (LockedSource.Files) lock.packages().getFirst().source();
        assertThatThrownBy(() -> files.wheels().getFirst().checksums()).hasMessageContaining("no secure hash");
    }

    @Test
    void aPathLeavesTheFolderOnlyOfALockOnThisMachine() {
        LockFile lock = lock(demo("wheels = [{path = '../x/demo-1.0-py3-none-any.whl', hashes = {sha256 = 'aa'}}]"));
        LockedFile file = ((LockedSource.Files) lock.packages().getFirst().source())
                .wheels()
                .getFirst();
        assertThat(file.onDisk(URI.create("file:///a/b/pylock.toml")))
                .contains(URI.create("file:///a/x/demo-1.0-py3-none-any.whl"));
        assertThatThrownBy(() -> file.onDisk(URI.create("https://host/b/pylock.toml")))
                .hasMessageContaining("leaves the folder");
    }

    @Test
    void lockFilesHaveTheirNames() {
        assertThat(List.of("pylock.toml", "pylock.dev.toml")).allMatch(LockFile::isName);
        assertThat(List.of("pylock.a.b.toml", "lock.toml", "pylock..toml", "Pylock.toml", "pylock.toml.bak"))
                .noneMatch(LockFile::isName);
    }
}
