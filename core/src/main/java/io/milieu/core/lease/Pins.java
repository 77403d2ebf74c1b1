package io.milieu.core.lease;

import io.milieu.core.posix.DiskFailure;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.store.EntryName;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Scratch;
import io.milieu.core.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
        Set<EntryName> names = new HashSet<>();
        for (Path file : Scratch.children(store.layout().pins())) {
            if (Scratch.owner(file).filter(ProcessIdentity::alive).isPresent()) {
                names.addAll(read(file));
            }
        }
        return names;
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

    /** Removes the pins that dead processes left. */
    public void sweep() throws IOException {
        for (Path file : ended()) {
            Files.deleteIfExists(file);
        }
    }

    private static List<EntryName> read(Path file) throws IOException {
        try {
            return Files.readAllLines(file).stream()
                    .flatMap(line -> EntryName.parse(line).stream())
                    .toList();
        } catch (NoSuchFileException closed) {
            return List.of();
        }
    }
}
