package io.milieu.ray.packages;

import io.milieu.core.base.Flights;
import io.milieu.core.code.ArchiveLimits;
import io.milieu.core.code.Archives;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import io.milieu.core.store.Trees;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The packages of a session on this node: each URI is brought and unpacked once, and shared by all workers, which may write beside their code as
 * they may under Ray. Those that nobody uses are deleted when all of a kind take more than their limit, the least recently used first. Thread-safe.
 */
public final class Packages {
    private final Path root;
    private final PackageSource source;
    private final Map<String, String> variables;
    private final Flights<Path, Path> flights = new Flights<>();
    private final AtomicLong sequence = new AtomicLong();
    // The least recently used first; guarded by its own lock.
    private final Map<Path, Use> uses = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Use {
        private final Kind kind;
        private final long bytes;
        private int users;

        Use(Kind kind, long bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }
    }

    /** What a package is for. */
    public enum Kind {
        /** Where a worker starts. */
        WORKING_DIR,
        /** Imported from. */
        PY_MODULES,
        /** On the class path. */
        JAVA_JARS;

        private String folder() {
            return name().toLowerCase(Locale.ROOT) + "_files";
        }

        private long limit(Map<String, String> variables) {
            String text = variables.getOrDefault("RAY_RUNTIME_ENV_" + name() + "_CACHE_SIZE_GB", "10");
            try {
                return (long) (Double.parseDouble(text) * (1L << 30));
            } catch (NumberFormatException e) {
                return 10L << 30;
            }
        }
    }

    /**
     * The packages below a folder.
     *
     * @param root Ray's folder of resources of this session
     * @param source brings archives
     * @param variables limits are read from there, by Ray's names
     */
    public Packages(Path root, PackageSource source, Map<String, String> variables) {
        this.root = root;
        this.source = source;
        this.variables = Map.copyOf(variables);
    }

    /**
     * Unpacks a package unless that was done before, and counts a use of it.
     *
     * @return its folder
     * @throws MilieuException if it cannot be brought or unpacked; then nothing is counted
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Path obtain(Kind kind, String text) throws InterruptedException {
        PackageUri uri = PackageUri.parse(text);
        if (uri.scheme().equals("local")) {
            return present(uri);
        }
        Path folder = root.resolve(kind.folder()).resolve(uri.folder()).normalize();
        if (!folder.startsWith(root.resolve(kind.folder()))) {
            throw new MilieuException(CoreError.PATH_INVALID, "`" + text + "` is not the name of a package");
        }
        while (true) {
            flights.join(folder, () -> unpackOnce(kind, uri, folder));
            synchronized (uses) {
                Use use = uses.get(folder);
                // Otherwise it was deleted in this very moment.
                if (use != null) {
                    use.users++;
                    return folder;
                }
            }
        }
    }

    /** Counts one use less of a folder that {@link #obtain} gave. */
    public void release(Path folder) {
        List<Path> victims = new ArrayList<>();
        synchronized (uses) {
            Use use = uses.get(folder);
            if (use == null) {
                return;
            }
            use.users--;
            long total = uses.values().stream()
                    .filter(each -> each.kind == use.kind)
                    .mapToLong(each -> each.bytes)
                    .sum();
            long limit = use.kind.limit(variables);
            for (Map.Entry<Path, Use> entry : List.copyOf(uses.entrySet())) {
                Use other = entry.getValue();
                if (total > limit && other.kind == use.kind && other.users == 0) {
                    total -= other.bytes;
                    uses.remove(entry.getKey());
                    victims.add(entry.getKey());
                }
            }
        }
        victims.forEach(this::delete);
    }

    private Path unpackOnce(Kind kind, PackageUri uri, Path folder) {
        synchronized (uses) {
            if (uses.containsKey(folder)) {
                return folder;
            }
        }
        String unique = ProcessHandle.current().pid() + "-" + sequence.incrementAndGet();
        Path scratch = folder.resolveSibling(".new-" + unique);
        Path archive = scratch.resolve("package" + uri.extension());
        try {
            Path tree = Files.createDirectories(scratch.resolve("tree"));
            source.copy(uri, archive);
            long bytes = unpack(uri, archive, tree);
            publish(tree, folder);
            synchronized (uses) {
                uses.put(folder, new Use(kind, bytes));
            }
            return folder;
        } catch (IOException e) {
            throw DiskFailure.of("unpack the package", folder, e);
        } finally {
            delete(scratch);
        }
    }

    private static long unpack(PackageUri uri, Path archive, Path tree) throws IOException {
        if (uri.extension().equals(".jar")) {
            Files.move(archive, tree.resolve(uri.folder() + ".jar"));
            return size(tree);
        }
        // What drivers pack has no folder around it; what people pack and offer often has.
        return new Archives(ArchiveLimits.DEFAULT)
                .extract(archive, tree, !uri.scheme().equals("gcs"));
    }

    /** Another agent of the same machine may have done the same. */
    private static void publish(Path tree, Path folder) throws IOException {
        try {
            Files.move(tree, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static Path present(PackageUri uri) {
        Path folder = uri.local();
        if (!Files.isDirectory(folder)) {
            throw new MilieuException(
                    CoreError.PATH_INVALID,
                    "the folder `" + folder + "` of `" + uri.text() + "` does not exist on this node",
                    List.of("A `local://` folder must be there on every node of the cluster."));
        }
        return folder;
    }

    private void delete(Path folder) {
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            System.getLogger(Packages.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot delete " + folder + ": " + e.getMessage());
        }
    }

    private static long size(Path tree) throws IOException {
        AtomicLong size = new AtomicLong();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }
        });
        return size.get();
    }
}
