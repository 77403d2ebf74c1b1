package io.milieu.core.lease;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps some entries until it is closed, or its process ends. */
public final class Pin implements AutoCloseable {
    private final Path file;

    Pin(Path file) {
        this.file = file;
    }

    /** Lets the entries go. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw DiskFailure.of("remove a pin", file, e);
        }
    }
}
