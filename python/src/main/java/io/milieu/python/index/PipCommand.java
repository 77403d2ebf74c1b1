package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Asks the pip of an interpreter for its settings. */
final class PipCommand {
    private static final String SCRIPT = script();
    private static final int SECONDS = 60;

    private final Map<String, String> environment;

    PipCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    JsonObject run(Path python) {
        ProcessBuilder builder =
                new ProcessBuilder(python.toString(), "-c", SCRIPT).redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = null;
        try {
            process = builder.start();
            FutureTask<String> output = reading(process.getInputStream());
            FutureTask<String> errors = reading(process.getErrorStream());
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw failed(python, "it gave no answer within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw failed(python, lastLine(errors.get()));
            }
            return answer(python, lastLine(output.get()));
        } catch (IOException | ExecutionException e) {
            throw failed(python, Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(CoreError.CANCELLED, "asking the pip of `" + python + "` was interrupted");
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private static JsonObject answer(Path python, String line) {
        try {
            if (Json.parse(line) instanceof JsonObject answer) {
                return answer;
            }
        } catch (MilieuException e) {
            throw failed(python, "it answered `" + Redacted.urls(line) + "`");
        }
        throw failed(python, "it answered `" + Redacted.urls(line) + "`");
    }

    private static FutureTask<String> reading(InputStream stream) {
        FutureTask<String> task = new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("pip-settings-output").start(task);
        return task;
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
