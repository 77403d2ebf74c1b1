package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a request is told before anything is fetched. */
class BadSpecTest {
    @TempDir
    Path temp;

    private FrontDoor door;

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    private Ended create(String... words) {
        return door.run(Stream.concat(Stream.of("create"), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void malformedJson() {
        assertThat(create("--env", "{\"pip\": [}"))
                .isEqualTo(failed(
                        1,
                        "json-malformed",
                        "malformed JSON: Unexpected close marker '}': expected ']' (line 1, column 10)"));
    }

    @Test
    void aFileThatIsMalformedOrInvalidIsNamed() throws Exception {
        Path file = door.write("envs/bad.json", "{\n  \"pip\": [\"demo\",]\n}\n");
        assertThat(create("--env", "envs/bad.json"))
                .isEqualTo(
                        failed(
                                1,
                                "json-malformed",
                                "`" + file
                                        + "`: malformed JSON: Unexpected character (']' (code 93)): expected a valid value"
                                        + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (line 2, column 18)"));
        Files.writeString(file, "{\"pip\": 3}");
        assertThat(create("--env", "envs/bad.json")).isEqualTo(failed(1, "spec-invalid", "`" + file + """
                        `: the runtime env has 1 problem:
                          $.pip: must be a list of strings, the path of a requirements file or an object, but is the number 3"""));
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertThat(create("--env", "envs/bad.json"))
                .isEqualTo(failed(1, "json-malformed", "`" + file + "`: malformed JSON: it is not in UTF-8"));
    }

    @Test
    void everyProblemOfASpecAtOnce() {
        String spec =
                "{\"pip\": 3, \"working_dir\": 5, \"config\": {\"setup_timeout_seconds\": 0}, \"env_vars\": {\"A=B\": 1}}";
        assertThat(create("--env", spec)).isEqualTo(failed(1, "spec-invalid", """
                        the runtime env has 5 problems:
                          $.working_dir: must be a string, but is the number 5
                          $.pip: must be a list of strings, the path of a requirements file or an object, but is the number 3
                          $.env_vars['A=B']: the name of a variable must not be empty or contain `=`
                          $.env_vars['A=B']: must be a string, but is the number 1
                          $.config.setup_timeout_seconds: must be -1 (no limit) or a whole number of seconds above 0, but is the number 0"""));
    }

    @Test
    void aFieldNobodyKnows() {
        assertThat(create("--env", "{\"pips\": [\"demo\"]}"))
                .isEqualTo(failed(
                        1,
                        "field-unknown",
                        "field `pips` is not known, and no installed part claims it",
                        "Did you mean `pip`?",
                        "Remove the field, or install the module that understands it."));
    }

    @Test
    void aFieldWhoseModuleIsNotInstalled() {
        String hint = "Remove the field, or install the module that understands it.";
        assertThat(create("--env", "{\"conda\": \"base\"}"))
                .isEqualTo(failed(
                        1, "field-needs-module", "field `conda` needs module `conda`, which is not installed", hint));
        assertThat(create("--env", "{\"container\": {\"image\": \"x\"}}"))
                .isEqualTo(failed(
                        1,
                        "field-needs-module",
                        "field `container` needs module `container`, which is not installed",
                        hint));
    }

    @Test
    void anEnvironmentFileThatIsMissing() {
        assertThat(create("--env", "absent.json"))
                .isEqualTo(failed(
                        1,
                        "path-invalid",
                        "the environment file `" + door.here().resolve("absent.json") + "` does not exist"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            hg+https://user:secret@example.org/demo | not-supported | `hg+https://****@example.org/demo` is not supported | URLs begin with `https:`, `http:`, `file:` or `git+`.
            https://u:p@example.org/demo.rpm?k=v | not-supported | `https://****@example.org/demo.rpm?****` is neither a wheel nor an archive of sources | Their names end with `.whl`, `.tar.gz`, `.tgz`, `.zip`, `.tar`.
            demo @ git+https://example.org/d@-x | path-invalid | `-x` cannot be the name of a revision |
            ./absent | path-invalid | there is nothing at `HERE/absent` |
            file:absent | path-invalid | `file:absent` names no absolute path, as `file:///PATH` does |
            git+https://example.org/d#subdirectory=../x | path-invalid | `#subdirectory=../x` leads out of `git+https://example.org/d#subdirectory=../x` |
            -e demo | usage | `-e demo` names a package, not a folder | Write `-e ./FOLDER`.
            """)
    void placesThatCannotBeUsed(String line, String code, String what, @Nullable String hint) {
        String sentence = what.replace("HERE", door.here().toString());
        String[] hints = hint == null ? new String[0] : new String[] {hint};
        assertThat(create("--pip", line))
                .isEqualTo(failed(code.equals("usage") ? 2 : 1, code, "packages[0]: " + sentence, hints));
    }

    @Test
    void aHashThatIsNone() {
        assertThat(create("--pip", "demo==1.0 --hash=sha256:00"))
                .isEqualTo(failed(
                        2,
                        "usage",
                        "packages[0]: `--hash sha256:00` is not a hash",
                        "Write `--hash=sha256:` and 64 hexadecimal digits; sha384 and sha512 will do, too."));
    }

    @Test
    void constraintsThatAreMissing() {
        assertThat(create("--env", "{\"pip\": [\"-c limits.txt\"]}"))
                .isEqualTo(failed(
                        1,
                        "path-invalid",
                        "packages[0]: the requirements file `" + door.here().resolve("limits.txt") + "` does not exist",
                        "Relative paths start from the folder of the file that names them."));
    }

    @Test
    void aRequirementThatIsNone() {
        assertThat(create("--pip", "demo>>1")).isEqualTo(failed(1, "requirement-invalid", """
                        packages[0]: `>>1` is not a valid version specifier: `>1` is not a valid version
                            demo>>1
                                ~~~^"""));
    }

    @Test
    void aRequirementsFileThatIsMissing() {
        assertThat(create("-r", "absent.txt"))
                .isEqualTo(failed(
                        1,
                        "path-invalid",
                        "packages[0]: the requirements file `" + door.here().resolve("absent.txt") + "` does not exist",
                        "Relative paths start from the folder of the file that names them."));
    }

    @Test
    void aRequirementsFileThatIncludesItself() throws Exception {
        Path file = door.write("a.txt", "-r b.txt\n");
        door.write("b.txt", "demo\n-r a.txt\n");
        assertThat(create("-r", "a.txt"))
                .isEqualTo(failed(2, "usage", "b.txt:2: the requirements file `" + file + "` includes itself"));
    }

    @Test
    void anUnknownOptionInARequirementsFile() throws Exception {
        door.write("a.txt", "demo\n\n--frobnicate yes\n");
        assertThat(create("-r", "a.txt"))
                .isEqualTo(failed(
                        2,
                        "usage",
                        "a.txt:3: the option `--frobnicate` is not known",
                        "Options are those of `pip install` and `uv pip install` that decide what is installed."));
        door.write("b.txt", "--index-url\n");
        assertThat(create("-r", "b.txt"))
                .isEqualTo(failed(2, "usage", "b.txt:1: the option `--index-url` needs a value"));
    }

    @Test
    void aWorkingDirThatIsMissingOrOfTheWrongKind() throws Exception {
        door.write("notes.txt", "");
        for (String name : new String[] {"absent", "notes.txt"}) {
            Path path = door.here().resolve(name);
            assertThat(create("--working-dir", name))
                    .isEqualTo(failed(
                            1,
                            "path-invalid",
                            "`" + path + "` must be an existing directory or a supported archive (.zip, .tar.gz, .tgz)",
                            "It was looked for at `" + path + "`."));
        }
        assertThat(create("--working-dir", "s3://key:secret@bucket/code.zip"))
                .isEqualTo(failed(
                        1,
                        "not-supported",
                        "remote code is not supported yet: `s3://****@bucket/code.zip`",
                        "Download it and name the local file."));
    }

    @Test
    void aModuleOfTheWrongKind() throws Exception {
        Path path = door.write("notes.txt", "");
        assertThat(create("--py-module", "notes.txt"))
                .isEqualTo(failed(
                        1,
                        "path-invalid",
                        "`" + path
                                + "` must be an existing directory, .py file, .whl file or supported archive (.zip, .tar.gz, .tgz)",
                        "It was looked for at `" + path + "`."));
    }

    @Test
    void aJarThatIsMissing() {
        assertThat(create("--env", "{\"java_jars\": [\"absent.jar\"]}"))
                .isEqualTo(failed(1, "path-invalid", "`absent.jar` in `java_jars` must be an existing file"));
    }

    @Test
    void anArchiveThatIsNone() throws Exception {
        door.write("code.zip", "this is no zip");
        assertThat(create("--working-dir", "code.zip"))
                .isEqualTo(failed(
                        1,
                        "archive-refused",
                        "the archive `code.zip` is broken: Archive is not a ZIP archive",
                        "Check that it was made and copied completely."));
        door.assertClean();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            create --env-var NOVALUE | `--env-var NOVALUE` is not of the form NAME=VALUE |
            create --link-mode magic | `magic` is no link mode | Use one of: auto, symlink, hardlink, clone, copy.
            create --timeout soon | `--timeout soon` is not a number of seconds |
            create --index-url nowhere --pip demo | `--index-url nowhere` is not an http, https or file URL |
            create --extra-index-url http://u:p@h:port/ --pip demo | `--extra-index-url http://****@h:port/` is not an http, https or file URL |
            create --index-url http://u:p@[h --pip demo | `--index-url http://****@[h` is not an http, https or file URL |
            create --python snake | `snake` names no Python interpreter | Write a version (`3.12`), a range (`>=3.9,<3.12`), an implementation (`pypy3.10`) or a path.
            create --frobnicate | Unknown option: '--frobnicate' | `milieu create --help` tells what it takes.
            gc --max-size plenty | `--max-size plenty` is not a size | Give a number with a unit, such as 5GB or 500MB.
            run --isolation magic -- python | isolation `magic` is not known: give `virtualenv` or `process` |
            run --env-var NOVALUE -- python | `--env-var NOVALUE` is not of the form NAME=VALUE |
            run -- | Missing required parameter: 'COMMAND' | `milieu run --help` tells what it takes.
            """)
    void wrongUsage(String words, String message, @Nullable String hint) {
        assertThat(door.run(words.split(" ")))
                .isEqualTo(hint == null ? failed(2, "usage", message) : failed(2, "usage", message, hint));
    }

    @Test
    void anInterpreterThatIsNotThere() {
        Ended ended = create("--python", "3.99");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("error[interpreter-not-found]: no interpreter for `3.99` was found; found: 3.")
                .contains("(" + FrontDoor.python().getParent())
                .contains("\nhint: Install it, or give the path of an interpreter.\n");
        assertThat(create("--python", "/no/such/python"))
                .isEqualTo(failed(
                        1,
                        "interpreter-not-found",
                        "there is no interpreter at `/no/such/python`",
                        "`milieu python list` shows the interpreters of this machine."));
    }

    @Test
    void anEnvironmentThatIsNotThere() {
        assertThat(door.run("show", "abcd"))
                .isEqualTo(failed(
                        1,
                        "environment-unknown",
                        "no environment's id begins with `abcd`",
                        "`milieu list` prints the ids."));
        assertThat(door.run("remove", "xyz"))
                .isEqualTo(failed(
                        1,
                        "environment-unknown",
                        "`xyz` is not an environment id",
                        "Give at least the first 4 digits of an id that `milieu list` prints."));
    }

    @Test
    void aStoreFolderThatIsNoStore() throws Exception {
        Path folder = Files.createDirectory(door.here().resolve("photos"));
        Files.writeString(folder.resolve("beach.jpg"), "");
        assertThat(door.run("list", "--store", "photos"))
                .isEqualTo(failed(
                        1,
                        "path-invalid",
                        "`" + folder + "` is not a store of Milieu and not empty: it has `beach.jpg`",
                        "Name an empty or new folder for the store."));
    }

    @Test
    void aStoreOfAnotherFormat() throws Exception {
        assertThat(door.run("list").code()).isZero();
        Files.writeString(door.store().resolve("FORMAT"), "milieu-store 2\n");
        assertThat(door.run("list"))
                .isEqualTo(failed(
                        1,
                        "store-format",
                        "the store `" + door.store()
                                + "` has the format `milieu-store 2`, this version understands `milieu-store 1`",
                        "Use the version of Milieu that made the store, or name another folder for the store."));
    }

    @Test
    void errorsAreOneLineOfJsonForPrograms() {
        assertThat(create("--json", "--env", "{\"conda\": \"base\"}")).isEqualTo(new Ended(1, "", """
                        {"error":{"code":"field-needs-module","message":"field `conda` needs module `conda`, which is not installed",\
                        "hints":["Remove the field, or install the module that understands it."]}}
                        """));
        assertThat(create("--json", "--frobnicate")).isEqualTo(new Ended(2, "", """
                        {"error":{"code":"usage","message":"Unknown option: '--frobnicate'",\
                        "hints":["`milieu create --help` tells what it takes."]}}
                        """));
        // What follows the dashes is for the worker.
        assertThat(door.run("run", "--", "no-such-command", "--json").err()).startsWith("error[command-failed]");
    }
}
