package io.milieu.python.interpreter;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the probe script in an interpreter and reads its answer. Thread-safe. */
final class ProbeCommand {
    static final String SCRIPT = script();
    private static final int OUTPUT_AT_MOST = 1 << 20;

    private final SearchPlaces places;
    private final Duration timeLimit;

    ProbeCommand(SearchPlaces places, Duration timeLimit) {
        this.places = places;
        this.timeLimit = timeLimit;
    }

    /**
     * {@return what the interpreter says about itself}
     *
     * @throws MilieuException INTERPRETER_BROKEN if it does not start, fails, hangs, is too old or says something else
     */
    JsonObject run(Path executable) {
        Process process = start(executable);
        FutureTask<String> output = reading(process.getInputStream());
        FutureTask<String> errors = reading(process.getErrorStream());
        try {
            if (!process.waitFor(timeLimit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw hanging(executable);
            }
            String answer = output.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
            String complaint = errors.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
            return read(executable, process.exitValue(), answer, complaint);
        } catch (TimeoutException e) {
            throw hanging(executable);
        } catch (ExecutionException e) {
            throw BrokenInterpreter.because(executable, "its answer could not be read: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(
                    CoreError.CANCELLED, "asking `" + executable + "` what it is was interrupted", List.of(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(Path executable) {
        ProcessBuilder builder = new ProcessBuilder(executable.toString(), "-I", "-c", SCRIPT)
                .directory(places.workingDirectory().toFile())
                .redirectInput(new File("/dev/null"));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(places.variables());
        try {
            return builder.start();
        } catch (IOException e) {
            throw BrokenInterpreter.because(executable, "it could not be started: " + e.getMessage(), e);
        }
    }

    /** On a thread of its own: a program that fills one pipe while the other is read would wait for ever. */
    private static FutureTask<String> reading(InputStream stream) {
        FutureTask<String> task =
                new FutureTask<>(() -> new String(stream.readNBytes(OUTPUT_AT_MOST), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("python-probe-output").start(task);
        return task;
    }

    private static JsonObject read(Path executable, int exit, String output, String errors) {
        if (errors.startsWith("Unknown option: -I")) {
            throw tooOld(executable, "2");
        }
        if (exit != 0) {
            throw BrokenInterpreter.because(executable, "it ended with exit code " + exit + end(errors));
        }
        // What a `.pth` file or `sitecustomize` prints comes before the answer.
        String answer = output.stripTrailing();
        answer = answer.substring(answer.lastIndexOf('\n') + 1);
        JsonObject object = object(answer)
                .orElseThrow(() -> BrokenInterpreter.because(
                        executable, "it answered something else than facts about a Python" + end(output)));
        object.string("too_old").ifPresent(version -> {
            throw tooOld(executable, version);
        });
        return object;
    }

    private static Optional<JsonObject> object(String text) {
        try {
            return Json.parse(text) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
        } catch (MilieuException e) {
            // Any program may answer anything; the caller says so with the path.
            return Optional.empty();
        }
    }

    private static MilieuException tooOld(Path executable, String version) {
        return BrokenInterpreter.because(
                executable, "Python " + version + " is older than 3.8, the oldest that is supported");
    }

    private MilieuException hanging(Path executable) {
        return BrokenInterpreter.because(executable, "it gave no answer within " + timeLimit.toMillis() + " ms");
    }

    private static String end(String text) {
        String last = text.strip();
        last = last.substring(last.lastIndexOf('\n') + 1);
        return last.isEmpty() ? "" : ": " + last.substring(0, Math.min(last.length(), 300));
    }

    private static String script() {
        try (InputStream stream = Objects.requireNonNull(ProbeCommand.class.getResourceAsStream("probe.py"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
