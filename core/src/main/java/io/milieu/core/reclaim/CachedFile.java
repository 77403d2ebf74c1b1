package io.milieu.core.reclaim;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One file of the caches.
 *
 * @param path in the folder of caches
 * @param bytes its size
 * @param lastUse when it was last read or written, as exactly as the file system says: often to a day
 */
public record CachedFile(Path path, long bytes, Instant lastUse) {

    /** {@return the cache it belongs to: the folder below the folder of caches} */
    public String cache() {
        return path.getName(0).toString();
    }

    /** {@return whether it is still being written, or was when its process died: it has no name yet} */
    boolean draft() {
        return String.valueOf(path.getFileName()).startsWith(".");
    }
}
