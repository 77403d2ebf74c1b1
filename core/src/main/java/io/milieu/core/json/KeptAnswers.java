package io.milieu.core.json;

import io.milieu.core.base.AtomicFile;
import io.milieu.core.base.Digest;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What programs answered when they were asked about themselves, one file each. An answer holds as long as the files and folders
 * that its member {@code watched} names were last changed when it says: nanoseconds since 1970 by path, -1 for what was not there.
 * Files are replaced whole, so processes may share the folder; the most recently used answers are also held in memory. Thread-safe.
 */
public final class KeptAnswers {
    private static final int IN_MEMORY = 64;

    private final Path folder;
    private final Map<Digest, JsonObject> memory = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, JsonObject> eldest) {
            return size() > IN_MEMORY;
        }
    };

    /** Keeps answers in that folder, made when needed. */
    public KeptAnswers(Path folder) {
        this.folder = folder;
    }

    /** {@return the answer to a question; empty if none is kept that can be read and still holds, because asking again mends that} */
    public Optional<JsonObject> find(Digest question) {
        try {
            JsonObject held = held(question);
            if (held != null && holds(held)) {
                return Optional.of(held);
            }
            if (!(Json.parse(Files.readString(entry(question))) instanceof JsonObject answer) || !holds(answer)) {
                return Optional.empty();
            }
            hold(question, answer);
            return Optional.of(answer);
        } catch (IOException | MilieuException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps an answer.
     *
     * @throws IOException if the disk fails
     */
    public void keep(Digest question, JsonObject answer) throws IOException {
        AtomicFile.write(entry(question), Json.canonical(answer));
        hold(question, answer);
    }

    private @Nullable JsonObject held(Digest question) {
        synchronized (memory) {
            return memory.get(question);
        }
    }

    private void hold(Digest question, JsonObject answer) {
        synchronized (memory) {
            memory.put(question, answer);
        }
    }

    private Path entry(Digest question) {
        return folder.resolve(question + ".json");
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

    private static long changed(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }
}
