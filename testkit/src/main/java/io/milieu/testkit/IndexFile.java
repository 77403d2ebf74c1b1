package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A file as an index lists it.
 *
 * @param name the file name
 * @param sha256 of the content, in hexadecimal
 * @param content what is served
 * @param metadata the text of the sidecar; null without
 * @param yanked the reason, possibly empty; null if not yanked
 * @param uploaded the upload time
 */
record IndexFile(
        String name,
        String sha256,
        Body content,
        @Nullable String metadata,
        @Nullable String yanked,
        Instant uploaded) {
    private static final Instant LONG_AGO = Instant.parse("2024-01-01T00:00:00Z");
    private static final Pattern REQUIRES_PYTHON = Pattern.compile("(?m)^Requires-Python: (.*)$");
    private static final Pattern METADATA = Pattern.compile("[^/]+\\.dist-info/METADATA");

    static IndexFile of(MadeFile file) {
        return of(file.fileName(), file.bytes(), file instanceof MadeWheel wheel ? wheel.metadata() : null);
    }

    static IndexFile of(String name, byte[] bytes, @Nullable String metadata) {
        return new IndexFile(name, Hashes.hex(bytes), Body.of(bytes), metadata, null, LONG_AGO);
    }

    /** Reads a file once, for its hash and its metadata; it is not kept in memory. */
    static IndexFile of(Path file) throws IOException {
        MessageDigest hash = Hashes.computation();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        String name = String.valueOf(file.getFileName());
        String hex = HexFormat.of().formatHex(hash.digest());
        Body content = Body.of(file, Files.size(file));
        return new IndexFile(name, hex, content, name.endsWith(".whl") ? metadataIn(file) : null, null, LONG_AGO);
    }

    IndexFile yankedFor(String reason) {
        return new IndexFile(name, sha256, content, metadata, reason, uploaded);
    }

    IndexFile uploadedAt(Instant time) {
        return new IndexFile(name, sha256, content, metadata, yanked, time);
    }

    String project() {
        return Names.projectOf(name);
    }

    Optional<String> requiresPython() {
        Matcher line = REQUIRES_PYTHON.matcher(metadata == null ? "" : metadata);
        return line.find() ? Optional.of(line.group(1).strip()) : Optional.empty();
    }

    private static @Nullable String metadataIn(Path wheel) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            Optional<? extends ZipEntry> entry = zip.stream()
                    .filter(each -> METADATA.matcher(each.getName()).matches())
                    .findFirst();
            return entry.isEmpty()
                    ? null
                    : new String(zip.getInputStream(entry.get()).readAllBytes(), UTF_8);
        }
    }
}
