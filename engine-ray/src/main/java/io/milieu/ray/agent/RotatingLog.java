package io.milieu.ray.agent;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A log as Ray's own processes write theirs: time and level, then the text, separated by tabs; when it is full, its end gets the number 1 and
 * those before it higher ones. A log that cannot be written is given up: an agent must not fail with it. Thread-safe.
 */
final class RotatingLog {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private final Path file;
    private final long rotateBytes;
    private final int backups;
    private final InstantSource clock;
    private boolean broken;

    /**
     * A log that is written to from now on.
     *
     * @param file the log
     * @param rotateBytes how large it grows; 0 for any size
     * @param backups how many full ones are kept
     */
    RotatingLog(Path file, long rotateBytes, int backups, InstantSource clock) {
        this.file = file;
        this.rotateBytes = rotateBytes;
        this.backups = backups;
        this.clock = clock;
    }

    /** Writes an entry. */
    void write(String level, String text) {
        String time = TIME.format(LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
        append((time + "\t" + level + "\t" + text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void append(byte[] line) {
        if (broken) {
            return;
        }
        try {
            if (rotateBytes > 0 && Files.exists(file) && Files.size(file) + line.length > rotateBytes) {
                rotate();
            }
            // Not through a channel, which a thread that is being cancelled could not use.
            try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
                out.write(line);
            }
        } catch (IOException e) {
            broken = true;
            System.err.println("cannot write " + file + ": " + e.getMessage());
        }
    }

    private void rotate() throws IOException {
        for (int number = backups - 1; number >= 1; number--) {
            Path older = numbered(number);
            if (Files.exists(older)) {
                Files.move(older, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (backups > 0) {
            Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(file);
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }
}
