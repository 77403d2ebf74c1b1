package io.milieu.core.plan;

import io.milieu.core.base.AtomicFile;
import io.milieu.core.base.Digest;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Remembers locks, one file each, so that a request that was answered before asks no index. A file that cannot be understood
 * counts as absent: the answer is found anew. Thread-safe, also between processes: files are replaced whole.
 */
public final class LockBook {
    private final Path folder;

    /** A book in that folder, which is made when first needed. */
    public LockBook(Path folder) {
        this.folder = folder;
    }

    /** {@return the lock that answers the key and is younger than the given age at that moment} */
    public Optional<Lock> find(Digest key, Duration maxAge, Instant now) {
        try {
            return Json.parse(Files.readString(file(key))) instanceof JsonObject object
                    ? Lock.of(object)
                            .filter(lock -> lock.key().equals(key)
                                    && Duration.between(lock.made(), now).compareTo(maxAge) < 0)
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | MilieuException | DateTimeParseException | IllegalArgumentException e) {
            // A damaged note of an answer is no answer; resolving writes it anew.
            return Optional.empty();
        }
    }

    /**
     * Remembers a lock.
     *
     * @throws IOException if the file cannot be written
     */
    public void remember(Lock lock) throws IOException {
        AtomicFile.write(file(lock.key()), Json.canonical(lock.toJson()));
    }

    private Path file(Digest key) {
        return folder.resolve(key.hex().substring(0, 2)).resolve(key.hex().substring(2) + ".json");
    }
}
