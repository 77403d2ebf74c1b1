package io.milieu.core.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Replaces small files whole: a reader sees the old content or the new, also if the writer is killed. */
public final class AtomicFile {
    // Only makes temporary names unique within this process; carries no meaning.
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private AtomicFile() {}

    /**
     * Writes a file through a temporary one beside it, making its folder if needed. Not synced to the disk: callers keep here
     * only what can be made again.
     *
     * @throws IOException if writing fails; the old content is then untouched
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes as {@link #write(Path, String)} does. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        Path temporary = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + "." + SEQUENCE.incrementAndGet());
        try {
            Files.write(temporary, bytes, StandardOpenOption.CREATE_NEW);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            // Left by a killed process that had our number; nobody else writes this name now.
            Files.delete(temporary);
            write(file, bytes);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }
}
