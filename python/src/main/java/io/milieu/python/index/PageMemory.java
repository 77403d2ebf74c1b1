package io.milieu.python.index;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The pages that were used last, as read from their files, for as long as those are the same files: neither read nor parsed a
 * second time. Holds a limited number of bytes. Thread-safe.
 */
final class PageMemory {
    private final long limit;
    private final Map<Path, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    PageMemory(long limit) {
        this.limit = limit;
    }

    /** Which state of a file a page was read from; files are only ever replaced, never changed. */
    record State(String file, FileTime modified, long size) {
        static State of(BasicFileAttributes attributes) {
            return new State(
                    Objects.toString(attributes.fileKey(), ""), attributes.lastModifiedTime(), attributes.size());
        }
    }

    private record Kept(State state, CachedPage page) {}

    synchronized Optional<CachedPage> find(Path file, State state) {
        return Optional.ofNullable(kept.get(file))
                .filter(known -> known.state.equals(state))
                .map(Kept::page);
    }

    synchronized void keep(Path file, State state, CachedPage page) {
        Kept before = kept.put(file, new Kept(state, page));
        bytes += state.size - (before == null ? 0 : before.state.size);
        Iterator<Kept> eldest = kept.values().iterator();
        while (bytes > limit) {
            bytes -= eldest.next().state.size;
            eldest.remove();
        }
    }
}
