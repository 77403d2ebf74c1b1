package io.milieu.core.posix;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** Names the current boot of this node. */
public final class BootId {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");

    // Does not change while this process lives, and is asked for with every lease.
    private static final AtomicReference<String> READ = new AtomicReference<>("");

    private BootId() {}

    /**
     * {@return the kernel's random id of the current boot, 32 lower-case hexadecimal digits; {@code unknown} where the
     * kernel gives none}
     *
     * @throws io.milieu.core.error.MilieuException if it cannot be read now, for example because too many files are open
     */
    public static String current() {
        try {
            return read();
        } catch (IOException e) {
            throw DiskFailure.of("read the id of this boot", KERNEL, e);
        }
    }

    /** Only what will never be readable is unknown: entries of an unknown boot are not trusted. */
    static String read() throws IOException {
        String known = READ.get();
        if (!known.isEmpty()) {
            return known;
        }
        try {
            String id = Files.readString(KERNEL).strip().replace("-", "");
            READ.set(id);
            return id;
        } catch (NoSuchFileException | AccessDeniedException notForUs) {
            return "unknown";
        }
    }
}
