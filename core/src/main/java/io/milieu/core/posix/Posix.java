package io.milieu.core.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** The system calls that Java does not offer. Needs {@code --enable-native-access}. Thread-safe. */
public final class Posix {
    private Posix() {}

    /** Returns when everything written so far to the file system that holds the folder is on stable storage (syncfs(2)). */
    public static void sync(Path folder) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            NativeCalls calls = new NativeCalls(arena);
            int descriptor = calls.openFolder(folder.toString());
            try {
                calls.syncFileSystem(descriptor);
            } finally {
                calls.close(descriptor);
            }
        }
    }
}
