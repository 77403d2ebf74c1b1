package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.python.error.PythonError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ErrorPageTest {
    @Test
    void thePageListsEveryCodeOnceAndNoOther() throws Exception {
        List<String> rows = Files.readAllLines(page()).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.lastIndexOf(" |", line.length() - 3)))
                .toList();
        List<String> codes = Stream.<ErrorCode>concat(Stream.of(CoreError.values()), Stream.of(PythonError.values()))
                .map(ErrorPageTest::row)
                .toList();
        assertThat(codes).doesNotHaveDuplicates();
        assertThat(rows).containsExactlyElementsOf(codes);
    }

    private static String row(ErrorCode code) {
        return "| `" + code.id() + "` | " + code.actor().name().toLowerCase(Locale.ROOT) + " | "
                + (code.retryMayHelp() ? "yes" : "no");
    }

    /** Tests run in the folder of their module. */
    private static Path page() {
        Path here = Path.of("docs/errors.md");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
