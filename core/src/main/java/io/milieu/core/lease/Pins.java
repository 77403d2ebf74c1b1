package io.milieu.core.lease;

import io.milieu.core.posix.DiskFailure;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Scratch;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pins of a store: a build announces the entries it will link to <em>before</em> it looks which of them exist, and what it then
 * finds stays until the pin is closed. Thread-safe.
 */
public final class Pins {
    private final Store store;

    /** The pins of that store. */
    public Pins(Store store) {
        this.store = store;
    }

    /** {@return the pin that keeps those entries; of those that do not exist yet, it keeps them once they do} */
    public Pin pin(Collection<LayerKey> keys) throws InterruptedException {
        Set<EntryName> names = keys.stream().map(LayerKey::entry).collect(Collectors.toSet());
        Path file = store.layout().pins().resolve(store.scratch().uniqueName());
        String text = names.stream().map(name -> name + "\n").sorted().collect(Collectors.joining());
        try {
            return store.gate().shared(() -> {
                store.scratch().write(file, text);
                // A collector that looked earlier sees by the new time of use that its plan is out of date.
                for (EntryName name : names) {
                    store.touch(name);
                }
                return new Pin(file);
            });
        } catch (IOException e) {
            throw DiskFailure.of("pin what a build needs", store.layout().pins(), e);
        }
    }

    /** {@return all entries that builds of living processes have pinned} */
    public Set<EntryName> pinned() throws IOException {
        List<Path> living = Scratch.children(store.layout().pins());
        living.removeAll(ended());
        return read(living);
    }

    /** {@return all entries that processes work on, or worked on when they died} */
    public Set<EntryName> named() throws IOException {
        return read(Scratch.children(store.layout().pins()));
    }

    /** {@return the pins that dead processes left} */
    public List<Path> ended() throws IOException {
        List<Path> ended = new ArrayList<>();
        for (Path file : Scratch.children(store.layout().pins())) {
            if (Scratch.owner(file).filter(ProcessIdentity::alive).isEmpty()) {
                ended.add(file);
            }
        }
        return ended;
    }

    /**
     * Removes the pins that dead processes left, and first the write permissions that they may have left on the layers they added
     * to. While somebody is adding to layers nothing is done.
     */
    public void sweep() throws IOException {
        Optional<FileLock> right = store.tryAmend();
        if (right.isPresent()) {
            try (FileLock _ = right.get()) {
                List<Path> ended = ended();
                for (EntryName name : read(ended)) {
                    store.protect(name);
                }
                for (Path file : ended) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Set<EntryName> read(List<Path> files) throws IOException {
        Set<EntryName> names = new HashSet<>();
        for (Path file : files) {
            lines(file).forEach(line -> EntryName.parse(line).ifPresent(names::add));
        }
        return names;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException closed) {
            return List.of();
        }
    }
}
