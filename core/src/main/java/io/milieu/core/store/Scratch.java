package io.milieu.core.store;

import io.milieu.core.posix.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is not yet, or no longer, part of the store: {@code tmp/} and {@code trash/}. Every name in them starts with the identity
 * of the process that made it, so that leftovers of dead processes are recognised. Thread-safe.
 */
public final class Scratch {
    private final StoreLayout layout;
    private final ProcessIdentity self;
    /**
     * A process may open the store again, or be replaced by a program that opens it under the same identity: the clock that never
     * goes back is ahead of all names they have taken.
     */
    private final AtomicLong counter = new AtomicLong(System.nanoTime());

    Scratch(StoreLayout layout, ProcessIdentity self) {
        this.layout = layout;
        this.self = self;
    }

    /** {@return a name that no other call, thread or process gets or got} */
    public String uniqueName() {
        return self + "." + Long.toUnsignedString(counter.getAndIncrement(), 36);
    }

    /** {@return who took that unique name, if it is one} */
    public static Optional<ProcessIdentity> owner(Path path) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : ProcessIdentity.parse(name.substring(0, dot));
    }

    /** Writes a small file so that others see all of it or nothing; replaces what was there. */
    public void write(Path target, String text) throws IOException {
        Path draft = layout.temporary().resolve(uniqueName());
        try {
            Files.writeString(draft, text);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            suppressing(e, () -> Files.deleteIfExists(draft));
            throw e;
        }
    }

    /** Deletes everything in the trash. May take long; may be called by several at once, and be interrupted by a crash. */
    public void emptyTrash() throws IOException {
        for (Path thrown : children(layout.trash())) {
            Trees.delete(thrown);
        }
    }

    /** {@return what processes that are dead by now left in {@code tmp/}} */
    public List<Path> leftovers() throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path path : children(layout.temporary())) {
            if (owner(path).filter(ProcessIdentity::alive).isEmpty()) {
                left.add(path);
            }
        }
        return left;
    }

    /** Throws what dead processes left away; cheap, the deleting is left to {@link #emptyTrash}. */
    public void sweep() throws IOException {
        for (Path left : leftovers()) {
            discard(left);
        }
    }

    /** {@return a new, empty folder; whoever made it discards it} */
    public Path folder() throws IOException {
        return Files.createDirectory(layout.temporary().resolve(uniqueName()));
    }

    /** Takes a folder out of the store by one rename; it is not an error if it is gone. */
    public void discard(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            // To move a folder its owner must be allowed to write to it: its `..` changes.
            Trees.unprotect(folder);
            Files.move(folder, layout.trash().resolve(uniqueName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            // Another process was faster: what was wanted has been reached.
            return;
        }
    }

    @FunctionalInterface
    interface Cleanup {
        void run() throws IOException;
    }

    /** Cleans up after a failure without hiding it. */
    static void suppressing(Throwable failure, Cleanup cleanup) {
        try {
            cleanup.run();
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return the children of a folder, sorted; none if it does not exist} */
    public static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (NoSuchFileException none) {
            return List.of();
        }
        children.sort(null);
        return children;
    }
}
