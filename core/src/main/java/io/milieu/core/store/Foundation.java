package io.milieu.core.store;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lays out a new store, or checks that what is there is a store that this version understands. */
final class Foundation {
    private static final String FORMAT = "milieu-store 1\n";
    private static final Set<String> KNOWN =
            Set.of("tmp", "trash", "leases", "pins", "CACHEDIR.TAG", "FORMAT", "lock", "lost+found");
    private static final String CACHE_TAG = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This folder is a cache of Milieu: backups may skip it. See https://bford.info/cachedir/
            """;

    private Foundation() {}

    /** Makes the folders that are missing. May be done by several processes at once, and be cut short by a crash. */
    static void lay(StoreLayout layout, String uniqueName) throws IOException {
        Path root = layout.root();
        String format = read(layout.format());
        Optional<Path> foreign = format.isEmpty() ? foreign(root) : Optional.empty();
        if (foreign.isPresent()) {
            // Or another process laid the foundation since we looked for it, and has begun to build.
            format = read(layout.format());
        }
        if (format.isEmpty()) {
            foreign.ifPresent(child -> refuse(root, child));
            createRoot(root);
            // The folders first: a root with the format file is complete.
            createFolders(layout);
            publish(layout, root.resolve("CACHEDIR.TAG"), CACHE_TAG, uniqueName);
            publish(layout, layout.format(), FORMAT, uniqueName);
        } else if (!format.equals(FORMAT)) {
            throw new MilieuException(
                    CoreError.STORE_FORMAT,
                    "the store `" + root + "` has the format `" + format.strip() + "`, this version understands `"
                            + FORMAT.strip() + "`",
                    List.of("Use the version of Milieu that made the store, or name another folder for the store."));
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException absent) {
            return "";
        }
    }

    /** {@return something in the folder that a store without a format file does not have} */
    private static Optional<Path> foreign(Path root) throws IOException {
        return Scratch.children(root).stream()
                .filter(child -> !KNOWN.contains(String.valueOf(child.getFileName())))
                .findFirst();
    }

    private static void refuse(Path root, Path child) {
        throw new MilieuException(
                CoreError.PATH_INVALID,
                "`" + root + "` is not a store of Milieu and not empty: it has `" + child.getFileName() + "`",
                List.of("Name an empty or new folder for the store."));
    }

    private static void createRoot(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            return;
        }
        Path parent = root.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void createFolders(StoreLayout layout) throws IOException {
        for (Path folder : List.of(layout.temporary(), layout.trash(), layout.leases(), layout.pins())) {
            Files.createDirectories(folder);
        }
    }

    private static void publish(StoreLayout layout, Path target, String text, String uniqueName) throws IOException {
        Path draft = layout.temporary().resolve(uniqueName);
        Files.writeString(draft, text);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
