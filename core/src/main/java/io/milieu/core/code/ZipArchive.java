package io.milieu.core.code;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads zip archives by their central directory. */
final class ZipArchive {
    private static final int LONGEST_LINK = 4096;
    private static final int TYPE = 0170000;
    private static final int FILE = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;
    private static final int OWNER_EXECUTE = 0100;

    private final ZipFile zip;
    private final Extraction extraction;
    private final Refusal refusal;

    private ZipArchive(ZipFile zip, Extraction extraction, Refusal refusal) {
        this.zip = zip;
        this.extraction = extraction;
        this.refusal = refusal;
    }

    static void read(Path archive, Extraction extraction, Refusal refusal) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            ZipArchive reader = new ZipArchive(zip, extraction, refusal);
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                reader.readEntry(entry);
            }
        }
    }

    private void readEntry(ZipArchiveEntry entry) throws IOException {
        String name = entry.getName();
        int type = entry.getUnixMode() & TYPE;
        if (type == LINK) {
            extraction.link(name, linkTarget(entry));
        } else if (entry.isDirectory() || type == FOLDER) {
            extraction.folder(name);
        } else if (type == FILE || type == 0) {
            file(entry);
        } else {
            throw refusal.entry(name, "is neither a file, a folder nor a link");
        }
    }

    private void file(ZipArchiveEntry entry) throws IOException {
        try (CheckedInputStream content = open(entry)) {
            extraction.file(entry.getName(), (entry.getUnixMode() & OWNER_EXECUTE) != 0, content);
            requireChecksum(entry, content);
        }
    }

    private String linkTarget(ZipArchiveEntry entry) throws IOException {
        try (CheckedInputStream content = open(entry)) {
            byte[] target = content.readNBytes(LONGEST_LINK + 1);
            if (target.length > LONGEST_LINK) {
                throw refusal.entry(entry.getName(), "is a link with too long a target");
            }
            requireChecksum(entry, content);
            return new String(target, StandardCharsets.UTF_8);
        }
    }

    private void requireChecksum(ZipArchiveEntry entry, CheckedInputStream read) {
        if (read.getChecksum().getValue() != entry.getCrc()) {
            throw refusal.entry(entry.getName(), "does not have the checksum that the archive promises");
        }
    }

    private CheckedInputStream open(ZipArchiveEntry entry) throws IOException {
        if (!zip.canReadEntryData(entry)) {
            throw refusal.entry(entry.getName(), "is encrypted or compressed in a way that is not supported");
        }
        return new CheckedInputStream(zip.getInputStream(entry), new CRC32());
    }
}
