package io.milieu.python.interpreter;

import io.milieu.core.base.Digest;
import io.milieu.core.base.Flights;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.KeptAnswers;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The answers of interpreters, one file each, named by the state of the executable, the script and the kernel. An answer is
 * used as long as the folders of packages it was given with are unchanged too, because these may add folders to the search
 * path. Files are replaced whole, so processes may share the folder; the threads of a process that share one object ask an interpreter
 * once. Thread-safe.
 */
public final class ProbeCache {
    private static final String FURTHER = Digest.ofText(ProbeCommand.SCRIPT + System.getProperty("os.version"))
            .hex();

    private final Path folder;
    private final KeptAnswers answers;
    private final Flights<Question, JsonObject> questions = new Flights<>();

    /** What a wrapper answers may depend on where it runs. */
    private record Question(FileIdentity file, Path directory) {}

    /** Keeps answers in that folder, made when needed. */
    public ProbeCache(Path folder) {
        this.folder = folder;
        this.answers = new KeptAnswers(folder);
    }

    /** {@return the answer that is kept, or what the interpreter says when it is asked in that directory; kept unless it is a wrapper's} */
    JsonObject answer(FileIdentity file, Path directory, Supplier<JsonObject> interpreter) {
        Optional<JsonObject> kept = read(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            // Somebody may have asked since we looked.
            return questions.join(
                    new Question(file, directory), () -> read(file).orElseGet(() -> keep(file, interpreter.get())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(
                    CoreError.CANCELLED, "asking `" + file.path() + "` what it is was interrupted", List.of(), e);
        }
    }

    private JsonObject keep(FileIdentity file, JsonObject said) {
        ProbeAnswer answer = new ProbeAnswer(file, said);
        if (answer.executable().equals(file.path())) {
            answer.interpreter(file.path()); // fails if it makes no sense
            write(file, said);
        }
        return said;
    }

    /** {@return the answer kept for this state of the executable; empty if there is none that still holds and makes sense} */
    private Optional<JsonObject> read(FileIdentity file) {
        return answers.find(file.digest(FURTHER)).filter(answer -> makesSense(file, answer));
    }

    private static boolean makesSense(FileIdentity file, JsonObject answer) {
        try {
            new ProbeAnswer(file, answer).interpreter(file.path());
            return true;
        } catch (MilieuException e) {
            // A damaged entry costs a few milliseconds: the interpreter is asked again and the entry rewritten.
            return false;
        }
    }

    private void write(FileIdentity file, JsonObject answer) {
        try {
            answers.keep(file.digest(FURTHER), answer);
        } catch (IOException e) {
            throw DiskFailure.of("keep what an interpreter said", folder, e);
        }
    }
}
