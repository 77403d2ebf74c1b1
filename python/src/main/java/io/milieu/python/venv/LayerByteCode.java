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
 * The byte code of one layer while it comes into being; whoever finishes the last module moves all of it into the layer.
 * Thread-safe.
 */
final class LayerByteCode {
    private static final Set<PosixFilePermission> READ_ONLY = PosixFilePermissions.fromString("r--r--r--");

    private final WheelLayer layer;
    private final String cacheTag;
    private final List<ModuleJob> jobs = new ArrayList<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final AtomicInteger left = new AtomicInteger();

    LayerByteCode(WheelLayer layer, String cacheTag) {
        this.layer = layer;
        this.cacheTag = cacheTag;
    }

    /** {@return one job per module; a layer without modules is finished at once} */
    List<ModuleJob> jobs(Path staging, int number) throws IOException {
        collect(layer.manifest().site(), "", staging.resolve(String.valueOf(number)));
        left.set(jobs.size());
        if (jobs.isEmpty()) {
            publish();
        }
        return jobs;
    }

    int size() {
        return jobs.size();
    }

    int failed() {
        return failures.size();
    }

    /** Notes that a module was tried; the reason is empty if it was compiled. */
    void done(ModuleJob job, String failure) throws IOException {
        if (!failure.isEmpty()) {
            failures.put(job.name(), failure);
        }
        if (left.decrementAndGet() == 0) {
            publish();
        }
    }

    private void collect(LayerDirectory directory, String prefix, Path staging) {
        for (var node : directory.children()) {
            String path = prefix + node.name();
            switch (node) {
                case LayerDirectory child -> collect(child, path + "/", staging);
                case LayerFile(String name) -> {
                    if (name.endsWith(".py")) {
                        Path target = Path.of(staging + "-" + jobs.size() + ".pyc");
                        jobs.add(new ModuleJob(layer.directory().resolve("site").resolve(path), target, path, this));
                    }
                }
            }
        }
    }

    private void publish() throws IOException {
        Map<Path, List<ModuleJob>> byDirectory = new TreeMap<>();
        for (ModuleJob job : jobs) {
            if (!failures.containsKey(job.name())) {
                byDirectory
                        .computeIfAbsent(job.source().getParent(), any -> new ArrayList<>())
                        .add(job);
            }
        }
        for (Map.Entry<Path, List<ModuleJob>> each : byDirectory.entrySet()) {
            publish(each.getKey(), each.getValue());
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(failures)
                .forEach((name, why) ->
                        text.append(name).append('\t').append(why).append('\n'));
        whileWritable(layer.directory(), () -> {
            Path marker = layer.directory().resolve(ByteCode.marker(cacheTag));
            Path draft = Files.writeString(marker.resolveSibling(marker.getFileName() + ".tmp"), text);
            Files.setPosixFilePermissions(draft, READ_ONLY);
            Files.move(draft, marker, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    private void publish(Path directory, List<ModuleJob> modules) throws IOException {
        Path cache = directory.resolve("__pycache__");
        if (!Files.exists(cache)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            whileWritable(directory, () -> {
                Files.createDirectory(cache);
                Files.setPosixFilePermissions(cache, permissions);
            });
        }
        whileWritable(cache, () -> {
            for (ModuleJob job : modules) {
                String file = job.source().getFileName().toString();
                String name = file.substring(0, file.length() - "py".length()) + cacheTag + ".pyc";
                Files.setPosixFilePermissions(job.target(), READ_ONLY);
                Files.move(job.target(), cache.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        });
    }

    /** Layers are read-only also for us; if we are killed in between, one directory stays writable until the next time. */
    private static void whileWritable(Path directory, Change change) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(directory);
        if (before.contains(PosixFilePermission.OWNER_WRITE)) {
            change.run();
            return;
        }
        Set<PosixFilePermission> writable = EnumSet.copyOf(before);
        writable.add(PosixFilePermission.OWNER_WRITE);
        Files.setPosixFilePermissions(directory, writable);
        try {
            change.run();
        } finally {
            Files.setPosixFilePermissions(directory, before);
        }
    }

    private interface Change {
        void run() throws IOException;
    }
}
