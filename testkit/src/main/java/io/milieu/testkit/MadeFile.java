package io.milieu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A distribution file made for a test: what an index can serve. */
public sealed interface MadeFile permits MadeWheel, MadeSdist {
    /** {@return the name, which carries project and version} */
    String fileName();

    /** {@return the content; not to be changed} */
    byte[] bytes();

    /** {@return the SHA-256 of the content, in lower-case hexadecimal} */
    default String sha256Hex() {
        return Hashes.hex(bytes());
    }

    /** Writes the file into a directory, made if missing, and returns its path. */
    default Path writeTo(Path directory) {
        try {
            return Files.write(Files.createDirectories(directory).resolve(fileName()), bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
