package io.milieu.python.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.python.error.PythonError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
        InputReader reader = reader(Map.of());
        reader.lines(List.of(lines), 0);
        return reader.input();
    }

    private PackagesInput withOptions(String... options) {
        InputReader reader = reader(Map.of());
        reader.options(List.of(options), "pip_install_options");
        return reader.input();
    }

    /** Servers have what is in the folder {@code web}. */
    private InputReader reader(Map<String, String> variables) {
        return new InputReader(new InputContext(temp, variables, uri -> {
            try {
                return Files.readAllBytes(temp.resolve("web/" + uri.getHost() + uri.getPath()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private static List<String> names(PackagesInput input) {
        return input.packages().stream().map(RequestedPackage::toString).toList();
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
        InputReader reader = reader(Map.of());
        reader.file("reqs/dev.txt");
        assertThat(names(reader.input())).containsExactly("b", "a", "c", "d");
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
        InputReader reader = reader(Map.of());
        reader.options(List.of("-r", "a.txt", "--pre"), "pip_install_options");
        reader.lines(List.of("b"), 0);
        PackagesInput input = reader.input();
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
        assertThat(withOptions("--no-cache-dir", "-q", "--timeout", "5", "--retries=3", "--upgrade", "--no-index")
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
        InputReader reader = reader(Map.of("USER", "me", "TOKEN", "t", "NAME", "b"));
        reader.lines(List.of("-r a.txt", "${NAME}2"), 0);
        PackagesInput input = reader.input();
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

    /** Paths start where the request stands, also in files: so does pip. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ./demo                                    | TEMP/demo
            ../demo[b, A] ; python_version > '3'      | PARENT/demo[a,b] ; python_version > "3"
            sub/demo-1.0-py3-none-any.whl             | TEMP/sub/demo-1.0-py3-none-any.whl
            demo-1.0-py3-none-any.whl                 | TEMP/demo-1.0-py3-none-any.whl
            file:///opt/demo#egg=demo                 | file:///opt/demo#egg=demo
            https://example.org/a;b.zip               | https://example.org/a;b.zip
            https://example.org/a.zip ; os_name=='nt' | https://example.org/a.zip ; os_name == "nt"
            git+ssh://git@example.org/d@v1#egg=d      | git+ssh://git@example.org/d@v1#egg=d
            demo@git+https://example.org/d@v1         | demo @ git+https://example.org/d@v1
            demo [x] @ file:///opt/demo.whl           | demo[x] @ file:///opt/demo.whl
            -e ./demo[x]                              | -e TEMP/demo[x]
            --editable='./my demo'                    | -e TEMP/my demo
            -e git+https://example.org/d#egg=d&subdirectory=e | -e git+https://example.org/d#egg=d&subdirectory=e
            ./demo --config-settings a=b -C 'c=d e'   | TEMP/demo --config-settings=a=b --config-settings=c=d e
            ./demo --global-option=--quiet            | TEMP/demo --config-settings=--global-option=--quiet
            """)
    void everythingPipInstallsHasANormalForm(String line, String expected) throws IOException {
        String text = expected.replace("TEMP", temp.toString())
                .replace("PARENT/demo", temp.resolveSibling("demo").toString());
        assertThat(names(read(line))).containsExactly(text);
        write("sub/a.txt", line);
        assertThat(names(read("-r sub/a.txt"))).containsExactly(text);
    }

    @Test
    void aLineKnowsItsPlaceItsConditionAndWhetherAnIndexHasIt() throws IOException {
        write(
                "a.txt",
                "",
                "demo>1 ; os_name == 'posix'",
                "-e ./demo ; os_name == 'nt'",
                "x @ https://example.org/x.whl");
        List<RequestedPackage> lines = read("-r a.txt").packages();
        assertThat(lines).extracting(RequestedPackage::place).containsExactly("a.txt:2", "a.txt:3", "a.txt:4");
        assertThat(lines)
                .extracting(line -> line.marker().toString())
                .containsExactly("os_name == \"posix\"", "os_name == \"nt\"", "");
        assertThat(lines).extracting(RequestedPackage::isFromIndex).containsExactly(true, false, false);
    }

    @Test
    void hashesBelongToTheirLine() {
        String one = "sha256:" + "ab".repeat(32);
        String two = "sha512:" + "CD".repeat(64);
        PackagesInput input = read("demo==1 \\\n  --hash=" + one + " \\\n --hash " + two, "other");
        assertThat(input.packages().getFirst().hashes())
                .extracting(Checksum::toString)
                .containsExactly(one, two.toLowerCase(Locale.ROOT));
        assertThat(input.packages().getLast().hashes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5:d41d8cd98f00b204e9800998ecf8427e", "sha256:00", "sha256", "sha256:zz"})
    void aWeakOrBrokenHashIsRefused(String hash) {
        assertRefused(CoreError.USAGE, "packages[0]: `--hash " + hash + "` is not a hash", "demo==1 --hash=" + hash);
    }

    @Test
    void anOptionThatCannotStandBehindARequirementIsRefused() {
        assertRefused(
                CoreError.USAGE,
                "packages[0]: the option `--index-url` cannot stand behind a requirement",
                "demo --index-url https://example.org");
    }

    @Test
    void constraintsAndOverridesAreReadFromTheirFiles() throws IOException {
        write("c.txt", "numpy<2", "-r more.txt");
        write("more.txt", "pandas<3 ; os_name == 'posix'");
        write("o.txt", "shared==1");
        PackagesInput input = read("-c c.txt", "demo", "--override o.txt");
        assertThat(names(input)).containsExactly("demo");
        assertThat(input.constraints())
                .extracting(RequestedPackage::toString)
                .containsExactly("numpy<2", "pandas<3; os_name == \"posix\"");
        assertThat(input.overrides()).extracting(RequestedPackage::toString).containsExactly("shared==1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo[x]<2   | a constraint cannot have extras
            -e ./demo   | an editable installation cannot be a constraint
            ./demo      | a constraint needs a name
            """)
    void aConstraintIsANameAndVersions(String line, String problem) throws IOException {
        write("c.txt", line);
        assertRefused(CoreError.USAGE, "c.txt:1: " + problem, "-c c.txt");
    }

    @Test
    void filesOnServersAreFollowedFromWhereTheyAre() throws IOException {
        write("web/example.org/a/main.txt", "a", "-r ../b/more.txt", "-c c.txt");
        write("web/example.org/b/more.txt", "b", "-r https://other.org/c.txt");
        write("web/example.org/a/c.txt", "a<2");
        write("web/other.org/c.txt", "((");
        Path local = write("l.txt", "l");
        assertRefused(
                PythonError.REQUIREMENT_INVALID,
                "c.txt:1: Expected package name at the start of dependency specifier\n    ((\n    ^",
                "-r https://u:p@example.org/a/main.txt");
        write("web/other.org/c.txt", "c");
        PackagesInput input = read("-r https://u:p@example.org/a/main.txt", "-r " + local.toUri());
        assertThat(names(input)).containsExactly("a", "b", "c", "l");
        assertThat(input.constraints()).extracting(RequestedPackage::place).containsExactly("c.txt:1");
        write("web/example.org/a/main.txt", "-r main.txt");
        assertRefused(
                CoreError.USAGE,
                "main.txt:1: the requirements file `https://****@example.org/a/main.txt` includes itself",
                "-r https://u:p@example.org/a/main.txt");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8, ''", "UTF-16LE, \uFEFF", "UTF-16BE, \uFEFF", "UTF-8, \uFEFF", "ISO-8859-1, # coding=latin-1"})
    void aFileSaysItsEncoding(String charset, String beginning) throws IOException {
        String text = beginning + "\n--find-links /größe\na\n";
        Files.write(temp.resolve("a.txt"), text.getBytes(Charset.forName(charset)));
        PackagesInput input = read("-r a.txt");
        assertThat(input.index().findLinks()).containsExactly("/größe");
        assertThat(names(input)).containsExactly("a");
    }

    @Test
    void aFileInAnotherEncodingThanItSaysIsRefused() throws IOException {
        Path file = temp.resolve("a.txt");
        Files.write(file, "# größe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(CoreError.USAGE, "the requirements file `" + file + "` is not in UTF-8", "-r a.txt");
        Files.writeString(file, "# coding: klingon\n");
        assertRefused(
                CoreError.USAGE,
                "the requirements file `" + file + "` declares the encoding `klingon`, which is not known",
                "-r a.txt");
    }

    @Test
    void wordsOfAnOptionLineAreQuotedAsInAShell() throws IOException {
        write("my reqs/a.txt", "a");
        PackagesInput input = read("-r 'my reqs/a.txt'", "--find-links=\"/two words\" -f /a\\ b --pre");
        assertThat(names(input)).containsExactly("a");
        assertThat(input.index().findLinks()).containsExactly("/two words", "/a b");
        assertRefused(
                CoreError.USAGE, "packages[0]: a quote is not closed, or a backslash ends the line", "--find-links 'a");
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
