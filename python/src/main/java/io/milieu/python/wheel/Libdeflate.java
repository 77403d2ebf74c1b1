package io.milieu.python.wheel;

import io.airlift.compress.v3.deflate.DeflateDecompressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The native library that inflates. It is unpacked into the temporary folder, to be deleted when the JVM ends; but a JVM that is
 * killed or becomes the worker never does that. So its file is deleted as soon as it is loaded.
 */
final class Libdeflate {
    /** A line per mapped file, which ends with its path: proc_pid_maps(5). */
    private static final Path MAPS = Path.of("/proc/self/maps");

    static {
        DeflateDecompressor.create();
        deleteFile();
    }

    private Libdeflate() {}

    /** {@return a new decompressor, native where the library has code for this platform; not thread-safe} */
    static DeflateDecompressor decompressor() {
        return DeflateDecompressor.create();
    }

    /** What this very process has mapped is its own; where there is no such list, the file is deleted in the end. */
    private static void deleteFile() {
        if (!Files.isReadable(MAPS)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(MAPS)) {
                if (line.contains("/deflate") && line.endsWith(".tmp")) {
                    Files.deleteIfExists(Path.of(line.substring(line.indexOf('/'))));
                }
            }
        } catch (IOException untidy) {
            // The JVM deletes it in the end: no reason not to inflate.
        }
    }
}
