package io.milieu.python.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a requirements file. */
class RequirementsFileFuzzTest {
    @TempDir
    static Path folder;

    @FuzzTest(maxDuration = "2m")
    void everyLineIsReadOrRefused(byte[] data) {
        Attempt.at(() -> RequirementsText.decode(data, "requirements.txt"), CoreError.USAGE)
                .filter(text -> !text.contains("/dev") && !text.contains("/proc")) // some of those have no end
                .flatMap(text -> Attempt.at(
                        () -> read(text),
                        CoreError.USAGE,
                        CoreError.PATH_INVALID,
                        CoreError.NOT_SUPPORTED,
                        PythonError.REQUIREMENT_INVALID,
                        PythonError.MARKER_INVALID,
                        PythonError.NAME_INVALID,
                        PythonError.SPECIFIER_INVALID))
                .ifPresent(input -> input.packages().forEach(RequirementsFileFuzzTest::check));
    }

    private static PackagesInput read(String text) {
        InputReader reader = new InputReader(new InputContext(folder, Map.of("NAME", "value"), uri -> {
            throw new MilieuException(CoreError.PATH_INVALID, "there is nothing");
        }));
        reader.lines(List.of(text), 0);
        return reader.input();
    }

    private static void check(RequestedPackage line) {
        assertThat(line.place()).isEqualTo("packages[0]");
        line.requirement()
                .ifPresent(requirement ->
                        assertThat(Requirement.parse(requirement.toString())).isEqualTo(requirement));
        assertThat(line.configSettings()).allMatch(setting -> setting.indexOf('=') > 0);
    }
}
