package io.milieu.core.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Reads tar archives: POSIX ustar and pax, and GNU's. */
final class TarArchive {
    private static final int OWNER_EXECUTE = 0100;

    private TarArchive() {}

    static void read(TarStream stream, Extraction extraction, Refusal refusal) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                readEntry(entry, tar, extraction, refusal);
            }
            // A compressed stream checks itself only at its end.
            stream.transferTo(OutputStream.nullOutputStream());
            stream.requireEndMarker();
        }
    }

    private static void readEntry(TarArchiveEntry entry, InputStream content, Extraction extraction, Refusal refusal)
            throws IOException {
        String name = entry.getName();
        if (!entry.isCheckSumOK()) {
            throw refusal.entry(name, "has a damaged header");
        }
        switch (entry.getLinkFlag()) {
            case TarConstants.LF_DIR -> extraction.folder(name);
            case TarConstants.LF_NORMAL,
                    TarConstants.LF_OLDNORM,
                    TarConstants.LF_CONTIG,
                    TarConstants.LF_GNUTYPE_SPARSE -> {
                if (name.endsWith("/")) {
                    extraction.folder(name);
                } else {
                    extraction.file(name, (entry.getMode() & OWNER_EXECUTE) != 0, content);
                }
            }
            case TarConstants.LF_SYMLINK -> extraction.link(name, entry.getLinkName());
            case TarConstants.LF_LINK -> throw refusal.entry(name, "is a hard link; pack with `--hard-dereference`");
            default -> throw refusal.entry(name, "is neither a file, a folder nor a link");
        }
    }
}
