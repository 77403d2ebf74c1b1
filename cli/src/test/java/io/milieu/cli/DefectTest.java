package io.milieu.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake of our own is told as such, in a line, and not as a stack trace. */
class DefectTest {
    private static final String HINT =
            "This is a defect in Milieu: please report it with its stack trace, which `MILIEU_DEBUG=1` prints.";

    @TempDir
    Path temp;

    /** Variables that can be asked for by name, and break whoever copies them. */
    private static final class Broken extends HashMap<String, String> {
        private static final long serialVersionUID = 1L;

        Broken(Map<String, String> variables) {
            super(variables);
        }

        @Override
        public Set<Map.Entry<String, String>> entrySet() {
            throw new IllegalStateException("no http://user:s3cr3t@example.org");
        }
    }

    private Ended run(Map<String, String> variables, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                false,
                80);
        Map<String, String> all = new HashMap<>(variables);
        all.put("MILIEU_STORE", temp.resolve("store").toString());
        int code = Main.run(List.of(words), terminal, new Broken(all), temp);
        return new Ended(code, "", err.toString(UTF_8));
    }

    @Test
    void aDefectIsOneClearLine() {
        String message = "the command failed unexpectedly: java.lang.IllegalStateException: no http://****@example.org";
        assertThat(run(Map.of(), "list")).isEqualTo(FrontDoor.failed(1, "defect", message, HINT));
        assertThat(run(Map.of(), "run", "--", "true")).isEqualTo(FrontDoor.failed(125, "defect", message, HINT));
        assertThat(run(Map.of(), "list", "--json"))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "{\"error\":{\"code\":\"defect\",\"message\":\"" + message + "\",\"hints\":[\"" + HINT
                                + "\"]}}\n"));
    }

    @Test
    void theStackTraceIsThereOnDemand() {
        Ended ended = run(Map.of("MILIEU_DEBUG", "1"), "list");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith(run(Map.of(), "list").err())
                .contains("Caused by: java.lang.IllegalStateException: no http://****@example.org\n\tat io.milieu.cli.")
                .doesNotContain("s3cr3t");
    }
}
