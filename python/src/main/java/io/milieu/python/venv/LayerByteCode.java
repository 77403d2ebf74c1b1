package io.milieu.python.venv;

import io.milieu.python.venv.ByteCode.ModuleJob;
import io.milieu.python.wheel.LayerDirectory;
import io.milieu.python.wheel.LayerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The byte code of one layer while it comes into being: compiled elsewhere, then moved into the layer. Only {@link #done} is
 * called by several threads.
 */
final class LayerByteCode {
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> WRITE = PosixFilePermissions.fromString("-w--w--w-");

    private final WheelLayer layer;
    private final String cacheTag;
    private final Path staging;
    private final List<ModuleJob> jobs = new ArrayList<>();
    private final AtomicInteger tried = new AtomicInteger();
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    /** Byte code for a layer, compiled in an empty directory on its file system. */
    LayerByteCode(WheelLayer layer, String cacheTag, Path staging) {
        this.layer = layer;
        this.cacheTag = cacheTag;
        this.staging = staging;
        collect(layer.manifest().site(), "");
    }

    /** {@return one job per module} */
    List<ModuleJob> jobs() {
        return jobs;
    }

    int size() {
        return jobs.size();
    }

    /** {@return whether every module was tried; only then may there be a marker} */
    boolean isTried() {
        return tried.get() == jobs.size();
    }

    int failed() {
        return failures.size();
    }

    /** Notes that a module was tried; the reason is empty if it was compiled. */
    void done(ModuleJob job, String failure) {
        if (!failure.isEmpty()) {
            failures.put(job.name(), failure);
        }
        tried.incrementAndGet();
    }

    /** Makes everything in the staging directory as it is to be in the layer, after all modules were tried. */
    void finish() throws IOException {
        for (ModuleJob job : jobs) {
            if (isCompiled(job)) {
                Files.setPosixFilePermissions(job.target(), READ_ONLY);
            }
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(failures)
                .forEach((name, why) ->
                        text.append(name).append('\t').append(why).append('\n'));
        Files.setPosixFilePermissions(Files.writeString(marker(), text), READ_ONLY);
    }

    /** Moves everything into the layer, the marker last. */
    void publish() throws IOException {
        Map<Path, List<ModuleJob>> byDirectory = new TreeMap<>();
        for (ModuleJob job : jobs) {
            if (isCompiled(job)) {
                byDirectory
                        .computeIfAbsent(job.source().getParent(), any -> new ArrayList<>())
                        .add(job);
            }
        }
        for (Map.Entry<Path, List<ModuleJob>> each : byDirectory.entrySet()) {
            Path cache = each.getKey().resolve("__pycache__");
            whileWritable(each.getKey(), () -> Files.createDirectories(cache));
            whileWritable(cache, () -> move(each.getValue(), cache));
        }
        Path directory = layer.directory();
        whileWritable(directory, () -> replace(marker(), directory.resolve(ByteCode.marker(cacheTag))));
    }

    private void move(List<ModuleJob> modules, Path cache) throws IOException {
        for (ModuleJob job : modules) {
            String file = job.source().getFileName().toString();
            String name = file.substring(0, file.length() - "py".length()) + cacheTag + ".pyc";
            replace(job.target(), cache.resolve(name));
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isCompiled(ModuleJob job) {
        return !failures.containsKey(job.name());
    }

    private Path marker() {
        return staging.resolve("marker");
    }

    private void collect(LayerDirectory directory, String prefix) {
        for (var node : directory.children()) {
            String path = prefix + node.name();
            switch (node) {
                case LayerDirectory child -> collect(child, path + "/");
                case LayerFile(String name) -> {
                    if (name.endsWith(".py")) {
                        Path target = staging.resolve(jobs.size() + ".pyc");
                        jobs.add(new ModuleJob(layer.directory().resolve("site").resolve(path), target, path, this));
                    }
                }
            }
        }
    }

    /** Layers are read-only, also for us. What somebody left writable who was killed in here is read-only afterwards, too. */
    private static void whileWritable(Path directory, Change change) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
        permissions.add(PosixFilePermission.OWNER_WRITE);
        Files.setPosixFilePermissions(directory, permissions);
        try {
            change.run();
        } finally {
            permissions.removeAll(WRITE);
            Files.setPosixFilePermissions(directory, permissions);
        }
    }

    private interface Change {
        void run() throws IOException;
    }
}
