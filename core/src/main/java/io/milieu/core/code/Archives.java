package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks archives that nobody vouches for: {@code .zip}, {@code .jar}, {@code .whl}, {@code .tar}, {@code .tar.gz} and
 * {@code .tgz}. Only folders, regular files and symbolic links that stay inside come out; of the mode only the owner's
 * executable bit is kept. Everything else is refused: names that are absolute or contain {@code ..}, a backslash or a NUL;
 * hard links, devices, pipes; two entries of one path, entries inside a file or a link; encrypted, cut off or corrupt content; and
 * more than the limits allow. Immutable and thread-safe.
 */
public final class Archives {
    private static final int BUFFER = 64 * 1024;

    private final ArchiveLimits limits;

    /** An extractor with these limits. */
    public Archives(ArchiveLimits limits) {
        this.limits = limits;
    }

    /**
     * Unpacks an archive. After a failure the target holds a part of it.
     *
     * @param archive the archive; its format is told from its name
     * @param target an existing, empty folder that nobody else writes to
     * @param stripTopFolder whether a folder that everything lies in is left out, if there is one
     * @return the bytes written to files
     * @throws MilieuException {@link CoreError#ARCHIVE_REFUSED} naming the archive and the entry; {@link CoreError#DISK_FULL},
     *     {@link CoreError#PERMISSION_DENIED} or {@link CoreError#IO_FAILED}
     */
    public long extract(Path archive, Path target, boolean stripTopFolder) {
        Refusal refusal = new Refusal(archive.getFileName().toString());
        try {
            requireEmpty(target);
            Budget budget = new Budget(limits, Files.size(archive), refusal);
            Extraction extraction = new Extraction(target, budget, refusal);
            unpack(archive, extraction, budget, refusal);
            extraction.finish(stripTopFolder);
            return budget.spent();
        } catch (FileSystemException e) {
            throw DiskFailure.of("unpack the archive", archive, e);
        } catch (IOException | IllegalArgumentException e) {
            // What is written reports its own failures, so the archive is at fault; its parsers complain in both ways.
            throw refusal.broken(e);
        }
    }

    private void unpack(Path archive, Extraction extraction, Budget budget, Refusal refusal) throws IOException {
        String name = archive.getFileName().toString();
        if (Stream.of(".zip", ".jar", ".whl").anyMatch(name::endsWith)) {
            ZipArchive.read(archive, extraction, refusal);
        } else if (Stream.of(".tar", ".tar.gz", ".tgz").anyMatch(name::endsWith)) {
            try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                    InputStream tar = name.endsWith(".tar") ? file : new GZIPInputStream(file, BUFFER)) {
                TarArchive.read(new TarStream(tar, budget.fresh()), extraction, refusal);
            }
        } else {
            throw refusal.because("its kind is unknown; known are .zip, .jar, .whl, .tar, .tar.gz and .tgz");
        }
    }

    private static void requireEmpty(Path target) throws IOException {
        try (Stream<Path> children = Files.list(target)) {
            if (children.findAny().isPresent()) {
                throw new IllegalStateException("not an empty folder: " + target);
            }
        }
    }
}
