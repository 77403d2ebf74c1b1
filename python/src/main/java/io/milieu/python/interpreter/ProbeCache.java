package io.milieu.python.interpreter;

import io.milieu.core.base.AtomicFile;
import io.milieu.core.base.Flights;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The answers of interpreters, one file each, named by the state of the executable, the script and the kernel. An answer is
 * used as long as the folders of packages it was given with are unchanged too, because these may add folders to the search
 * path. Files are replaced whole, so processes may share the folder; the threads of a process that share one object ask an interpreter
 * once. Thread-safe.
 */
public final class ProbeCache {
    private static final String FURTHER = ProbeCommand.SCRIPT + System.getProperty("os.version");

    private final Path folder;
    private final Flights<Question, JsonObject> questions = new Flights<>();

    /** What a wrapper answers may depend on where it runs. */
    private record Question(FileIdentity file, Path directory) {}

    /** Keeps answers in that folder, made when needed. */
    public ProbeCache(Path folder) {
        this.folder = folder;
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

    /** {@return the answer kept for this state of the executable; empty if there is none that can be read and still holds} */
    private Optional<JsonObject> read(FileIdentity file) {
        try {
            String text = Files.readString(entry(file), StandardCharsets.UTF_8);
            if (!(Json.parse(text) instanceof JsonObject answer) || !holds(answer)) {
                return Optional.empty();
            }
            new ProbeAnswer(file, answer).interpreter(file.path());
            return Optional.of(answer);
        } catch (IOException | MilieuException e) {
            // A lost or damaged entry costs a few milliseconds: the interpreter is asked again and the entry rewritten.
            return Optional.empty();
        }
    }

    private void write(FileIdentity file, JsonObject answer) {
        try {
            AtomicFile.write(entry(file), Json.canonical(answer));
        } catch (IOException e) {
            throw DiskFailure.of("keep what an interpreter said", folder, e);
        }
    }

    private Path entry(FileIdentity file) {
        return folder.resolve(file.digest(FURTHER) + ".json");
    }

    private static boolean holds(JsonObject answer) throws IOException {
        for (Map.Entry<String, JsonValue> watched :
                answer.object("watched").members().entrySet()) {
            if (!(watched.getValue() instanceof JsonNumber(BigDecimal then))
                    || then.longValue() != changed(Path.of(watched.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static long changed(Path folder) throws IOException {
        try {
            return Files.getLastModifiedTime(folder).to(TimeUnit.NANOSECONDS);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }
}
