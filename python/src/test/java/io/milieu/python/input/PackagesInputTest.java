package io.milieu.python.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackagesInputTest {
    @TempDir
    Path temp;

    private Path write(String name, String... lines) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines));
    }

    private PackagesInput read(String... lines) {
        return PackagesInput.of(List.of(lines), List.of(), temp, Map.of());
    }

    private PackagesInput withOptions(String... options) {
        return PackagesInput.of(List.of(), List.of(options), temp, Map.of());
    }

    private static List<String> names(PackagesInput input) {
        return input.requirements().stream().map(Requirement::toString).toList();
    }

    private void assertRefused(ErrorCode code, String message, String... lines) {
        assertThatThrownBy(() -> read(lines))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void requirementsKeepTheirOrderAndAreListedOnce() {
        assertThat(names(read("b", "a[x]>=1 ; python_version > '3'", "B", "a", "b # again")))
                .containsExactly("b", "a[x]>=1; python_version > \"3\"", "a");
    }

    @Test
    void filesAreFollowedFromTheFolderOfTheFileThatNamesThem() throws IOException {
        write("reqs/dev.txt", "b", "-r ../base.txt", "--requirement=sub/more.txt", "d");
        write("base.txt", "a");
        write("reqs/sub/more.txt", "-r  ../../last.txt  # up again");
        write("last.txt", "c");
        assertThat(names(read("first", "-r reqs/dev.txt", "e"))).containsExactly("first", "b", "a", "c", "d", "e");
        assertThat(names(PackagesInput.ofFile("reqs/dev.txt", List.of(), List.of(), temp, Map.of())))
                .containsExactly("b", "a", "c", "d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r my reqs/a.txt", "--requirement my reqs/a.txt", "-r=my reqs/a.txt", "-rmy reqs/a.txt"})
    void aFilesNameMayHoldBlanksAndFollowAtOnce(String line) throws IOException {
        write("my reqs/a.txt", "a");
        assertThat(names(read(line))).containsExactly("a");
    }

    @Test
    void aFileMayBeIncludedTwiceButNotInItself() throws IOException {
        write("common.txt", "c");
        write("a.txt", "-r common.txt", "a");
        write("b.txt", "-r common.txt", "b");
        assertThat(names(read("-r a.txt", "-r b.txt"))).containsExactly("c", "a", "b");
        Path self = write("self.txt", "", "-r ./self.txt");
        assertRefused(
                CoreError.USAGE, "self.txt:2: the requirements file `" + self + "` includes itself", "-r self.txt");
    }

    @Test
    void aFileNamedInTheOptionsIsReadBeforeThePackages() throws IOException {
        write("a.txt", "a");
        PackagesInput input = PackagesInput.of(List.of("b"), List.of("-r", "a.txt", "--pre"), temp, Map.of());
        assertThat(names(input)).containsExactly("a", "b");
        assertThat(input.index().pre()).isTrue();
    }

    @Test
    void optionsOfAllFilesCountTogetherAndTheLastMainIndexWins() throws IOException {
        write(
                "a.txt",
                "--index-url https://one.example.org/simple",
                "--extra-index-url=https://x.example.org",
                "-r b.txt");
        write("b.txt", "-i https://two.example.org/simple --extra-index-url https://y.example.org --pre");
        assertThat(read("-r a.txt", "--find-links https://links.example.org").index())
                .isEqualTo(new IndexOptions(
                        "https://two.example.org/simple",
                        List.of("https://x.example.org", "https://y.example.org"),
                        List.of("https://links.example.org"),
                        false,
                        true));
    }

    @Test
    void whatConcernsOnlyPipsOwnWayOfWorkingHasNoEffect() {
        assertThat(withOptions(
                                "--no-cache-dir",
                                "-q",
                                "--timeout",
                                "5",
                                "--retries=3",
                                "--trusted-host",
                                "example.org",
                                "--only-binary",
                                ":all:",
                                "--upgrade",
                                "--no-index")
                        .index())
                .isEqualTo(new IndexOptions("", List.of(), List.of(), true, false));
    }

    @Test
    void aFolderOfLinksIsSoughtBesideTheFileThenWhereTheRequestStands() throws IOException {
        Files.createDirectories(temp.resolve("reqs/near"));
        Files.createDirectories(temp.resolve("far"));
        write("reqs/a.txt", "--find-links near", "-f ./far", "-f /absolute", "-f file:///url", "-f absent");
        assertThat(read("-r reqs/a.txt", "-f reqs/near").index().findLinks())
                .containsExactly(
                        temp.resolve("reqs/near").toString(),
                        temp.resolve("far").toString(),
                        "/absolute",
                        "file:///url",
                        temp.resolve("absent").toString(),
                        temp.resolve("reqs/near").toString());
        assertThat(withOptions("--find-links=far").index().findLinks())
                .containsExactly(temp.resolve("far").toString());
    }

    @Test
    void variablesAreReplacedInFilesAndLists() throws IOException {
        write("a.txt", "-i https://${USER}:${TOKEN}@example.org/simple", "-r ${NAME}.txt");
        write("b.txt", "b");
        PackagesInput input = PackagesInput.of(
                List.of("-r a.txt", "${NAME}2"), List.of(), temp, Map.of("USER", "me", "TOKEN", "t", "NAME", "b"));
        assertThat(input.index().indexUrl()).isEqualTo("https://me:t@example.org/simple");
        assertThat(names(input)).containsExactly("b", "b2");
    }

    @Test
    void anErrorNamesTheFileAndTheLineItBeginsOn() throws IOException {
        write("a.txt", "a", "-r b.txt");
        write("b.txt", "b \\", " >= 1", "", "c \\", "  >>2");
        assertThatThrownBy(() -> read("first", "-r a.txt"))
                .hasMessageStartingWith("b.txt:4: `>>2` is not a valid version specifier")
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(PythonError.REQUIREMENT_INVALID));
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        write("a.txt", "-r folder");
        Path folder = Files.createDirectory(temp.resolve("folder"));
        assertRefused(
                CoreError.PATH_INVALID,
                "a.txt:1: the requirements file `" + folder + "` cannot be read: Is a directory",
                "-r a.txt");
        assertThatThrownBy(() -> withOptions("-r", "absent.txt"))
                .hasMessage("pip_install_options: the requirements file `" + temp.resolve("absent.txt")
                        + "` does not exist");
    }

    @Test
    void aNameThatNoFileCanHaveIsRefused() {
        assertRefused(
                CoreError.PATH_INVALID,
                "packages[0]: `a\0b` cannot be the name of a file: Nul character not allowed",
                "-r a\0b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ./demo                             | a path or URL instead of a package name (`./demo`)
            /opt/demo                          | a path or URL instead of a package name (`/opt/demo`)
            demo-1.0.tar.gz                    | a path or URL instead of a package name (`demo-1.0.tar.gz`)
            git+https://u:p@example.org/d      | a path or URL instead of a package name (`git+https://****@example.org/d`)
            HTTPS://u:p@example.org/d.whl      | a path or URL instead of a package name (`HTTPS://****@example.org/d.whl`)
            demo @ https://u:p@example.org/d   | a requirement from a URL (`demo @ https://****@example.org/d`)
            demo==1.0 --hash=sha256:00         | hashes (`demo==1.0 --hash=sha256:00`)
            """)
    void whatIsNoPackageOfAnIndexIsRefusedWithoutItsCredentials(String line, String what) {
        assertRefused(CoreError.NOT_SUPPORTED, "packages[1]: " + what + " is not supported yet", "demo", line);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --frobnicate=https://u:p@example.org  | --frobnicate
            --frobnicate https://u:p@example.org  | --frobnicate
            --pre https://u:p@example.org         | https://****@example.org
            -xhttps://u:p@example.org             | -xhttps://****@example.org
            """)
    void anUnknownOptionIsToldWithoutCredentials(String line, String told) {
        assertRefused(CoreError.USAGE, "packages[0]: the option `" + told + "` is not known", line);
    }

    @Test
    void aShortOptionMayHaveItsValueAtOnce() {
        assertThat(withOptions("-ihttps://example.org/simple", "-fhttps://example.org/links")
                        .index())
                .isEqualTo(new IndexOptions(
                        "https://example.org/simple", List.of(), List.of("https://example.org/links"), false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--index-url", "--index-url=", "--extra-index-url", "--find-links", "--requirement"})
    void anOptionWithoutItsValueIsRefused(String option) {
        String name = option.replace("=", "");
        assertRefused(CoreError.USAGE, "packages[0]: the option `" + name + "` needs a value", option);
    }
}
