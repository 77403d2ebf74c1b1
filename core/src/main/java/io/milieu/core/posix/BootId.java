package io.milieu.core.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names the current boot of this node. */
public final class BootId {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId() {}

    /**
     * {@return the kernel's random id of the current boot, 32 lower-case hexadecimal digits; {@code unknown} where the
     * kernel gives none}
     */
    public static String current() {
        try {
            return Files.readString(KERNEL).strip().replace("-", "");
        } catch (IOException notLinux) {
            return "unknown";
        }
    }
}
