package io.milieu.python.interpreter;

import io.milieu.core.base.AtomicFile;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The answers of interpreters, one file each, named by the state of the executable, the script and the kernel. An answer is
 * used as long as the folders of packages it was given with are unchanged too, because these may add folders to the search
 * path. Files are replaced whole, so processes may share the folder. Thread-safe.
 */
final class ProbeCache {
    private static final String FURTHER = ProbeCommand.SCRIPT + System.getProperty("os.version");

    private final Path folder;

    ProbeCache(Path folder) {
        this.folder = folder;
    }

    /** {@return the answer kept for this state of the executable; empty if there is none that can be read and still holds} */
    Optional<JsonObject> read(FileIdentity file) {
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

    /** Keeps an answer. */
    void write(FileIdentity file, JsonObject answer) {
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
