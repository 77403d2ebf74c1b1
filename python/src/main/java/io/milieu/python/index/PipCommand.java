package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.Subprocess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the pip of an interpreter for its settings. */
final class PipCommand {
    private static final String SCRIPT = script();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, String> environment;

    PipCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    JsonObject run(Path python) throws InterruptedException {
        Subprocess.Outcome outcome = outcome(python);
        if (outcome.exitCode() != 0) {
            throw failed(python, lastLine(outcome.errors()));
        }
        String line = lastLine(outcome.output());
        try {
            if (Json.parse(line) instanceof JsonObject answer) {
                return answer;
            }
        } catch (MilieuException e) {
            throw failed(python, "it answered `" + line + "`");
        }
        throw failed(python, "it answered `" + line + "`");
    }

    private Subprocess.Outcome outcome(Path python) throws InterruptedException {
        // What a user has in the folder is no part of this interpreter.
        Subprocess question = new Subprocess(List.of(python.toString(), "-c", SCRIPT), environment, Path.of("/"));
        try {
            return question.run(LIMIT);
        } catch (MilieuException e) {
            throw failed(python, e.getMessage());
        }
    }

    private static String lastLine(String text) {
        String last = text.strip();
        return last.substring(last.lastIndexOf('\n') + 1);
    }

    private static MilieuException failed(Path python, String reason) {
        return new MilieuException(
                CoreError.COMMAND_FAILED,
                "the pip of `" + python + "` does not tell its configuration: " + Redacted.urls(reason),
                List.of("Try `" + python + " -m pip config list`, or name the index with --index-url."));
    }

    private static String script() {
        try (InputStream stream = Objects.requireNonNull(PipCommand.class.getResourceAsStream("pip_settings.py"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
