package io.milieu.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Describes an index, to be served with {@link #start} or written as a directory with {@link #writeTo}. Not thread-safe. */
public final class IndexBuilder {
    private final NavigableMap<String, IndexFile> files = new ConcurrentSkipListMap<>();
    private final Set<IndexFeature> features = EnumSet.complementOf(EnumSet.of(IndexFeature.GZIP));
    private String base = "../../files/";

    IndexBuilder() {}

    /** Adds wheels and source distributions. */
    public IndexBuilder add(MadeFile... made) {
        for (MadeFile file : made) {
            put(IndexFile.of(file));
        }
        return this;
    }

    /** Adds a file with any content; project and version are read from its name. */
    public IndexBuilder file(String fileName, byte[] bytes) {
        return put(IndexFile.of(fileName, bytes, null));
    }

    /**
     * Adds all {@code .whl} and {@code .tar.gz} files of a directory. They are read once, for hashes and metadata, and then
     * served from disk.
     */
    public IndexBuilder directory(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path path : entries.sorted().toList()) {
                if (path.toString().endsWith(".whl") || path.toString().endsWith(".tar.gz")) {
                    put(IndexFile.of(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Yanks a file that was added (PEP 592); the reason may be empty. */
    public IndexBuilder yanked(String fileName, String reason) {
        return change(fileName, file -> file.yankedFor(reason));
    }

    /** Sets the upload time of a file that was added; default 2024-01-01T00:00:00Z. */
    public IndexBuilder uploaded(String fileName, Instant time) {
        return change(fileName, file -> file.uploadedAt(time));
    }

    /** Switches something on that is off by default. */
    public IndexBuilder with(IndexFeature feature) {
        features.add(feature);
        return this;
    }

    /** Switches something off. */
    public IndexBuilder without(IndexFeature feature) {
        features.remove(feature);
        return this;
    }

    /** Makes the pages link to files on another server, below its {@code /files/}. */
    public IndexBuilder filesAt(URI server) {
        base = server.resolve("/files/").toString();
        return this;
    }

    /** Serves the index on a free loopback port. */
    public IndexServer start() {
        return new IndexServer(site());
    }

    /**
     * Writes the index as {@code simple/<project>/index.html} and {@code files/}, for {@code file:} URLs.
     *
     * @return the directory {@code simple}
     */
    public Path writeTo(Path directory) {
        IndexSite site = site();
        try {
            Path folder = Files.createDirectories(directory.resolve("files"));
            for (IndexFile file : files.values()) {
                try (OutputStream out = Files.newOutputStream(folder.resolve(file.name()))) {
                    file.content().write(out, 0, file.content().length());
                }
                if (file.metadata() != null && features.contains(IndexFeature.SIDECARS)) {
                    Files.writeString(folder.resolve(file.name() + ".metadata"), file.metadata());
                }
            }
            Path simple = Files.createDirectories(directory.resolve("simple"));
            Files.writeString(simple.resolve("index.html"), new IndexPages(features).projectsHtml(site.projects()));
            for (String project : site.projects()) {
                Path page = Files.createDirectories(simple.resolve(project));
                Files.writeString(page.resolve("index.html"), site.projectHtml(project));
            }
            return simple;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IndexSite site() {
        return new IndexSite(new ConcurrentSkipListMap<>(files), EnumSet.copyOf(features), base);
    }

    private IndexBuilder put(IndexFile file) {
        files.put(file.name(), file);
        return this;
    }

    private IndexBuilder change(String fileName, UnaryOperator<IndexFile> change) {
        if (files.computeIfPresent(fileName, (name, file) -> change.apply(file)) == null) {
            throw new IllegalArgumentException("no file `" + fileName + "` was added");
        }
        return this;
    }
}
