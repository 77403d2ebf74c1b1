package io.milieu.python.index;

import io.milieu.core.base.Digest;
import io.milieu.core.base.Flights;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.KeptAnswers;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * The package sources that the pip of an interpreter uses: its configuration files, the {@code PIP_*} variables and its
 * built-in index. The interpreter is asked once; the answer is kept in a folder as long as the interpreter, the variables and
 * the configuration files are the same, unless it holds secrets. Thread-safe.
 */
public final class PipConfiguration implements AutoCloseable {
    private final PipCommand command;
    private final Map<String, String> environment;
    private final Path folder;
    private final KeptAnswers answers;
    private final Flights<Digest, JsonObject> questions = new Flights<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pip-settings").factory());

    /**
     * Makes a reader.
     *
     * @param environment the variables the interpreter is run with
     * @param cache the folder for answers, made when needed
     */
    public PipConfiguration(Map<String, String> environment, Path cache) {
        this.environment = absolute(environment);
        this.command = new PipCommand(this.environment);
        this.folder = cache.resolve("pip-settings-v1");
        this.answers = new KeptAnswers(folder);
    }

    /**
     * {@return the package sources of that interpreter} Its pip is asked once, however many threads want to know.
     *
     * @throws MilieuException {@link CoreError#COMMAND_FAILED} if its pip does not answer
     */
    public IndexConfiguration of(Path python) {
        Digest key = key(python);
        return PipAnswer.configuration(read(key).orElseGet(() -> together(python, key)));
    }

    /** Begins to ask, without waiting, because somebody is likely to want the answer soon. */
    public void ask(Path python) {
        // Who wants the answer while it is found gets the failure, too; who wants it later asks again.
        try {
            threads.execute(new FutureTask<>(() -> of(python)));
        } catch (RejectedExecutionException closed) {
            // The answer is only likely to be wanted: whoever wants it all the same asks.
            return;
        }
    }

    /** Ends what was begun and nobody waited for. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }

    private JsonObject together(Path python, Digest key) {
        try {
            // Somebody may have asked since we looked.
            return questions.join(key, () -> {
                Optional<JsonObject> kept = read(key);
                return kept.isPresent() ? kept.get() : keep(key, command.run(python));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(
                    CoreError.CANCELLED, "asking the pip of `" + python + "` was interrupted", List.of(), e);
        }
    }

    private JsonObject keep(Digest key, JsonObject answer) {
        String text = Json.canonical(answer);
        if (Redacted.urls(text).equals(text)) {
            try {
                answers.keep(key, answer);
            } catch (IOException e) {
                throw DiskFailure.of("keep pip's settings", folder, e);
            }
        }
        return answer;
    }

    /** Pip runs in another folder than its caller, and the answer is kept for all folders. */
    private static Map<String, String> absolute(Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.computeIfPresent(
                "PIP_CONFIG_FILE",
                (_, file) ->
                        file.isEmpty() ? file : Path.of(file).toAbsolutePath().toString());
        return Map.copyOf(variables);
    }

    private Digest key(Path python) {
        Map<String, String> relevant = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("PIP_")
                    || name.startsWith("XDG_")
                    || name.startsWith("PYTHON")
                    || name.equals("HOME")) {
                relevant.put(name, value);
            }
        });
        try {
            Path program = python.toRealPath();
            String state = Files.size(program) + " " + Files.getLastModifiedTime(program);
            // The path as given counts too: an environment's own configuration is found through it.
            return Digest.ofText(String.join("\n", python.toString(), program.toString(), state, relevant.toString()));
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.PATH_INVALID, "the interpreter `" + python + "` cannot be read: " + e, List.of(), e);
        }
    }

    /** An answer that watches nothing was not made by this program. */
    private Optional<JsonObject> read(Digest key) {
        return answers.find(key)
                .filter(answer -> !answer.object("watched").members().isEmpty());
    }
}
