package io.milieu.python.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.PageLaws;
import io.milieu.python.lock.LockFile;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import io.milieu.python.wheel.RecordFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs longer than a fuzzer makes them: a pattern many thousand times takes neither the stack nor the day. */
class LongInputsTest {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @ValueSource(strings = {"1.", "1", "0!", "1a", "1+a.", "-", " "})
    void versions(String part) {
        attempt(Version::parse, PythonError.VERSION_INVALID, part.repeat(MANY));
    }

    @ParameterizedTest
    @ValueSource(strings = {">=1,", "=", "==1.0.*,", "===a,", "~=1.", ","})
    void specifiers(String part) {
        attempt(VersionSpecifiers::parse, PythonError.SPECIFIER_INVALID, part.repeat(MANY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a,", "[", "(", ">=1,", "@", "://a@", " ", "-."})
    void requirements(String part) {
        for (String before : List.of("", "a", "a[", "a[a,", "a(", "a @ https://", "a;")) {
            attempt(Requirement::parse, PythonError.REQUIREMENT_INVALID, before + part.repeat(MANY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "((os_name", "os_name == 'a' and ", "os_name == 'a' or (", "'", "a", " "})
    void markers(String part) {
        attempt(Marker::parse, PythonError.MARKER_INVALID, part.repeat(MANY));
        attempt(Marker::parse, PythonError.MARKER_INVALID, part.repeat(MANY) + "os_name == 'a'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {">=1", ">=1.1.*,", "1", "1*", "!=~1", "'", "<", " ", "= ", "\n ", "\nRequires-Dist: a", "://a@"})
    void metadata(String part) {
        String start = "Metadata-Version: 2.1\nName: demo\nVersion: 1\n";
        for (String field : List.of("Requires-Dist: a", "Requires-Dist: a>=", "Requires-Python: >=", "Dynamic: ", "")) {
            attempt(CoreMetadata::parse, PythonError.METADATA_INVALID, start + field + part.repeat(MANY));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", ",", "\"\"", "\n", "a,\"b\"\n", "\\"})
    void records(String part) {
        RecordFile record =
                Attempt.at(() -> RecordFile.parse(part.repeat(MANY))).orElseThrow();
        assertThat(RecordFile.parse(record.text())).isEqualTo(record);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "a.", "a-1-py3.", "_", "."})
    void wheelNames(String part) {
        for (String end : List.of(".whl", "-none-any.whl")) {
            attempt(WheelFileName::parse, PythonError.WHEEL_NAME_INVALID, part.repeat(MANY) + end);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "<div>",
                "<a href='a-1.zip'>",
                "<b><p>",
                "<table>",
                "&amp",
                "<base href='x/'>",
                "<!--",
                "<"
            })
    void htmlPages(String part) {
        PageLaws.check(part.repeat(MANY).getBytes(StandardCharsets.UTF_8), "text/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"files\":", "{\"files\":[", "{\"a\":[", "\"", "1", "[],"})
    void jsonPages(String part) {
        for (String before : List.of("", "{\"files\":[", "{\"files\":[{\"hashes\":", "{\"other\":")) {
            PageLaws.check((before + part.repeat(MANY)).getBytes(StandardCharsets.UTF_8), "application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n", "\\\n", " ", "\t#", "\"", " -", " --hash=", "-e ", "${A}", "a;", "[", "://a@", "'"})
    void requirementsFiles(String part) {
        for (String before : List.of("", "a", "a '", "-e ", "./a", "--index-url https://")) {
            Attempt.at(
                    () -> read(before + part.repeat(5 * MANY) + "b"),
                    CoreError.USAGE,
                    CoreError.PATH_INVALID,
                    CoreError.NOT_SUPPORTED,
                    PythonError.REQUIREMENT_INVALID,
                    PythonError.MARKER_INVALID,
                    PythonError.NAME_INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "a.", "\"", "[[", "[a]\n", "'''", "#", "1", "[1,"})
    void locks(String part) {
        for (String before : List.of("", "a = ", "packages = ")) {
            attempt(text -> LockFile.parse(text, "pylock.toml"), PythonError.LOCK_INVALID, before + part.repeat(MANY));
        }
    }

    private static void attempt(Function<String, ?> parse, ErrorCode refusal, String text) {
        Attempt.at(() -> parse.apply(text), refusal);
    }

    private static PackagesInput read(String text) {
        InputReader reader = new InputReader(new InputContext(Path.of("").toAbsolutePath(), Map.of(), uri -> {
            throw new MilieuException(CoreError.PATH_INVALID, "there is nothing");
        }));
        reader.lines(List.of(text), 0);
        return reader.input();
    }
}
