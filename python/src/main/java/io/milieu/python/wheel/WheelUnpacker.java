package io.milieu.python.wheel;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Turns wheels into layers. A layer holds {@code site/} (purelib and platlib merged, the {@code .dist-info} directory with a
 * RECORD and an INSTALLER as they are after an installation), {@code scripts/}, {@code data/}, {@code headers/} and
 * {@code manifest.json}. All below the layer itself is read-only; files are executable if they are in the wheel, and no other part
 * of a mode counts.
 *
 * <p>One pool of threads does the work of all calls; a large wheel is split by files among them. Thread-safe.
 */
public final class WheelUnpacker implements AutoCloseable {
    private static final String INSTALLER = "milieu\n";
    private static final long SPLIT_FROM = 2L << 20;
    private static final long METADATA = 1L << 20;

    private final int threads;
    private final UnpackLimits limits;
    private final ExecutorService pool;
    // One for each thread of the pool, for all wheels.
    private final ThreadLocal<MemberReader> readers;

    /** An unpacker with as many threads as there are processors, and standard limits. */
    public WheelUnpacker() {
        this(Runtime.getRuntime().availableProcessors(), UnpackLimits.standard());
    }

    /** An unpacker with so many threads. */
    public WheelUnpacker(int threads, UnpackLimits limits) {
        this.threads = threads;
        this.limits = limits;
        readers = ThreadLocal.withInitial(() -> new MemberReader(MemberReader.share(threads)));
        ThreadFactory daemons = Thread.ofPlatform().daemon().name("unpack-", 0).factory();
        pool = Executors.newFixedThreadPool(
                threads,
                work -> daemons.newThread(() -> {
                    try {
                        work.run();
                    } finally {
                        readers.get().close();
                    }
                }));
    }

    /**
     * Unpacks and verifies a wheel.
     *
     * @param wheel the file; its name must be the wheel's
     * @param layer an empty or missing directory; after a failure its content is of no use
     * @return the manifest that was also written into the layer
     * @throws IOException if the disk fails
     * @throws InterruptedException if the calling thread is interrupted; the work has stopped
     * @throws MilieuException {@code WHEEL_REFUSED} if the wheel is malformed or hostile, {@code HASH_MISMATCH} if RECORD
     *     promises other content
     */
    public WheelManifest unpack(Path wheel, Path layer) throws IOException, InterruptedException {
        String fileName = wheel.getFileName().toString();
        try (WheelArchive archive = WheelArchive.open(wheel, limits, new Refusal(fileName));
                MemberReader reader = new MemberReader(METADATA)) {
            WheelIdentity identity = WheelIdentity.read(archive, fileName, reader);
            LayerPlaces places = new LayerPlaces(identity.distInfo(), archive.refuse());
            LayerFiles files = LayerFiles.plan(archive, places, identity.distInfo(), reader);
            Set<String> directories = directories(files, identity);
            Files.createDirectories(layer);
            for (String directory : directories) {
                Files.createDirectory(layer.resolve(directory));
            }
            LayerWriter writer = new LayerWriter(archive, layer);
            writeAll(files.targets(), writer);
            Map<String, String> commands = commands(archive, identity, reader);
            long bytes =
                    files.targets().stream().mapToLong(t -> t.member().size()).sum();
            WheelManifest manifest =
                    new ManifestDraft(identity, places(files, identity), writer).manifest(commands, bytes);
            writeOurs(layer, identity, files, writer.pythonScripts());
            writeReadOnly(layer.resolve(WheelManifest.FILE), manifest.text());
            for (String directory : directories) {
                Files.setPosixFilePermissions(layer.resolve(directory), LayerWriter.PROGRAM.value());
            }
            return manifest;
        }
    }

    /** Ends the threads once what they are doing is done; returns then. */
    @Override
    public void close() {
        pool.close();
    }

    /** Those above come before those below. */
    private static Set<String> directories(LayerFiles files, WheelIdentity identity) {
        Set<String> directories = new TreeSet<>();
        for (LayerFiles.Target target : files.targets()) {
            directories.addAll(MemberNames.directoriesOf(target.place(), directories));
        }
        directories.addAll(MemberNames.directoriesOf(LayerPlaces.SITE + identity.distInfo() + "/RECORD", directories));
        return directories;
    }

    private void writeAll(List<LayerFiles.Target> targets, LayerWriter writer)
            throws IOException, InterruptedException {
        List<LayerFiles.Target> largestFirst = new ArrayList<>(targets);
        largestFirst.sort(Comparator.comparingLong(t -> -(t.member().size() / SPLIT_FROM)));
        long bytes = targets.stream().mapToLong(t -> t.member().size()).sum();
        int shares = Math.clamp(bytes / SPLIT_FROM, 1, threads);
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        try {
            for (int i = 0; i < shares; i++) {
                running.add(pool.submit(() -> {
                    share(largestFirst, next, writer);
                    return null;
                }));
            }
        } catch (RejectedExecutionException closed) {
            next.set(targets.size());
            await(running, () -> {});
            throw new MilieuException(
                    CoreError.CANCELLED, "unpacking was cancelled: the unpacker was closed", List.of(), closed);
        }
        await(running, () -> next.set(targets.size()));
    }

    private void share(List<LayerFiles.Target> targets, AtomicInteger next, LayerWriter writer) throws IOException {
        try {
            MemberReader reader = readers.get();
            int index = next.getAndIncrement();
            while (index < targets.size()) {
                writer.write(targets.get(index), reader);
                index = next.getAndIncrement();
            }
        } catch (IOException | RuntimeException e) {
            next.set(targets.size());
            throw e;
        }
    }

    /** Returns or throws only when no thread uses the archive any more: it is about to be unmapped. */
    private static void await(List<Future<?>> running, Runnable stop) throws IOException, InterruptedException {
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<?> share : running) {
            boolean done = false;
            while (!done) {
                try {
                    share.get();
                    done = true;
                } catch (ExecutionException e) {
                    failure = failure == null ? e.getCause() : failure;
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop.run();
                }
            }
        }
        if (interrupted) {
            throw new InterruptedException("unpacking was interrupted");
        }
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case UncheckedIOException e -> throw e.getCause();
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private static Map<String, String> commands(WheelArchive archive, WheelIdentity identity, MemberReader reader)
            throws IOException {
        var file = archive.member(identity.distInfo() + "/entry_points.txt");
        return file.isEmpty()
                ? Map.of()
                : EntryPoints.commands(new String(archive.content(file.get(), reader), StandardCharsets.UTF_8));
    }

    private static Set<String> places(LayerFiles files, WheelIdentity identity) {
        Set<String> places =
                files.targets().stream().map(LayerFiles.Target::place).collect(Collectors.toCollection(TreeSet::new));
        places.add(LayerPlaces.SITE + identity.distInfo() + "/RECORD");
        places.add(LayerPlaces.SITE + identity.distInfo() + "/INSTALLER");
        return places;
    }

    /** RECORD as after an installation; environments add what differs between them: commands, headers, rewritten scripts. */
    private static void writeOurs(Path layer, WheelIdentity identity, LayerFiles files, Set<String> pythonScripts)
            throws IOException {
        List<RecordFile.Row> rows = new ArrayList<>();
        files.rows().forEach((place, row) -> {
            if (!pythonScripts.contains(place) && !place.startsWith(LayerPlaces.HEADERS)) {
                rows.add(new RecordFile.Row(LayerPlaces.installed(place), row.hash(), row.size()));
            }
        });
        rows.add(RecordFile.Row.of(identity.distInfo() + "/INSTALLER", INSTALLER.getBytes(StandardCharsets.UTF_8)));
        rows.add(new RecordFile.Row(identity.distInfo() + "/RECORD", "", ""));
        Path distInfo = layer.resolve(LayerPlaces.SITE + identity.distInfo());
        writeReadOnly(distInfo.resolve("INSTALLER"), INSTALLER);
        writeReadOnly(distInfo.resolve("RECORD"), new RecordFile(rows).text());
    }

    private static void writeReadOnly(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, LayerWriter.PLAIN.value());
    }
}
