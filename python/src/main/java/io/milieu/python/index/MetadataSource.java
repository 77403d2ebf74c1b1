package io.milieu.python.index;

import io.milieu.core.base.OnceMap;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.PageReply.Page;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.PackageName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Gets the metadata of files in the cheapest way that works, and keeps it. Thread-safe. */
final class MetadataSource {
    private static final int LARGEST = 16 << 20;
    private static final int PROJECTS_IN_MEMORY = 1024;

    private final IndexContext context;
    private final KeptFiles files;
    private final OnceMap<String, MetadataLog> logs = new OnceMap<>(PROJECTS_IN_MEMORY);
    private final OnceMap<String, String> running = new OnceMap<>(PROJECTS_IN_MEMORY);

    MetadataSource(IndexContext context, KeptFiles files) {
        this.context = context;
        this.files = files;
    }

    String metadata(ProjectFile file) {
        if ("file".equals(file.uri().getScheme())) {
            return headers(fetch(file)); // a folder is as fast as the cache and may change
        }
        Optional<String> identity = file.identity();
        if (identity.isEmpty()) {
            return running.get(
                    file.uri().toString(), () -> headers(fetch(file))); // the next client may find another file there
        }
        String project = project(file.fileName());
        MetadataLog log =
                logs.get(project, () -> MetadataLog.open(context.cache().metadataFile(project)));
        String key = identity.get();
        String kept = log.get(key);
        return kept.isEmpty() ? running.get(key, () -> fetchInto(log, key, file)) : kept;
    }

    private String fetchInto(MetadataLog log, String key, ProjectFile file) {
        String text = headers(fetch(file));
        log.add(key, text);
        return text;
    }

    private String fetch(ProjectFile file) {
        Optional<String> beside = file.sidecar().exists() ? sidecar(file) : Optional.empty();
        if (beside.isPresent()) {
            return beside.get();
        }
        if (!file.isWheel()) {
            throw new MilieuException(
                    CoreError.NOT_SUPPORTED,
                    "`" + file.fileName() + "` is no wheel, and `" + Redacted.urls(file.uri())
                            + "` has no metadata file beside it");
        }
        return files.isKept(file)
                ? whole(file)
                : new WheelTail(context.fetcher(), file.uri()).metadata().orElseGet(() -> whole(file));
    }

    /** {@return the metadata file; empty if it is missing although the index promised it} */
    private Optional<String> sidecar(ProjectFile file) {
        URI uri = URI.create(file.uri() + ".metadata");
        if (!(context.fetcher().page(uri, LARGEST) instanceof Page page)) {
            return Optional.empty();
        }
        for (Checksum promised : file.sidecar().hashes()) {
            Checksum actual = Checksum.of(promised.algorithm(), page.body());
            if (!promised.equals(actual)) {
                throw new MilieuException(
                        CoreError.HASH_MISMATCH,
                        "`" + Redacted.urls(uri) + "` has the hash `" + actual + "`, but `" + promised
                                + "` was promised");
            }
        }
        return Optional.of(new String(page.body(), StandardCharsets.UTF_8));
    }

    private String whole(ProjectFile file) {
        try {
            return inside(file, files.keep(file));
        } catch (NoSuchFileException pruned) {
            // The cache may lose what it has at any moment, but not what is fetched just now.
            return again(file);
        }
    }

    private String again(ProjectFile file) {
        try {
            return inside(file, files.keep(file));
        } catch (NoSuchFileException e) {
            throw refused(file, "it does not exist");
        }
    }

    private static String inside(ProjectFile file, Path wheel) throws NoSuchFileException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            List<? extends ZipEntry> found = zip.stream()
                    .filter(entry -> entry.getName().matches("[^/]+\\.dist-info/METADATA"))
                    .toList();
            if (found.size() != 1) {
                throw refused(file, "it has " + found.size() + " files `*.dist-info/METADATA`, not one");
            }
            return new String(zip.getInputStream(found.getFirst()).readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw refused(file, "it is no readable zip archive: " + e.getMessage());
        }
    }

    /** The description behind the fields decides nothing and is most of the text. */
    private static String headers(String metadata) {
        String text = metadata.replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    /** The name of the record file. For source distributions a guess is enough: it only has to be the same each time. */
    private static String project(String fileName) {
        int dash = fileName.endsWith(".whl") ? fileName.indexOf('-') : fileName.lastIndexOf('-');
        return PackageName.tryOf(fileName.substring(0, Math.max(0, dash)))
                .map(PackageName::normalized)
                .orElse("-");
    }

    private static MilieuException refused(ProjectFile file, String reason) {
        return new MilieuException(
                PythonError.WHEEL_REFUSED, "the wheel `" + Redacted.urls(file.uri()) + "` cannot be used: " + reason);
    }
}
