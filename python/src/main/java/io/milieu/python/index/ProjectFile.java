package io.milieu.python.index;

import io.milieu.core.base.Digest;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.Expectation;
import io.milieu.core.fetch.HashAlgorithm;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file of a project, as an index describes it (PEP 503, 592, 658, 691, 700, 714).
 *
 * @param fileName the name of a wheel or source distribution
 * @param url where it is, absolute, without credentials and fragment; as text, because an index has thousands of files of which few are
 *     ever looked at
 * @param hashes the promised hashes; may be empty
 * @param size the number of bytes, or -1 if the index does not say
 * @param requiresPython the specifiers for the Python version as written, perhaps malformed; empty for none
 * @param yanked the reason (perhaps empty) if the file was yanked
 * @param uploaded the time of the upload as written; empty for none
 * @param sidecar whether the metadata is beside the file
 */
public record ProjectFile(
        String fileName,
        String url,
        List<Checksum> hashes,
        long size,
        String requiresPython,
        Optional<String> yanked,
        String uploaded,
        Sidecar sidecar) {

    /** Copies the hashes. */
    public ProjectFile {
        hashes = List.copyOf(hashes);
    }

    /** A file at that place. */
    public ProjectFile(
            String fileName,
            URI uri,
            List<Checksum> hashes,
            long size,
            String requiresPython,
            Optional<String> yanked,
            String uploaded,
            Sidecar sidecar) {
        this(fileName, uri.toString(), hashes, size, requiresPython, yanked, uploaded, sidecar);
    }

    /** {@return where it is} */
    public URI uri() {
        return URI.create(url);
    }

    /** {@return a file about which nothing is known but its place} */
    public static ProjectFile at(String fileName, URI uri) {
        return new ProjectFile(fileName, uri, List.of(), -1, "", Optional.empty(), "", Sidecar.NONE);
    }

    /** {@return this file, with other promised hashes} */
    public ProjectFile withHashes(List<Checksum> promised) {
        return new ProjectFile(fileName, url, promised, size, requiresPython, yanked, uploaded, sidecar);
    }

    /** {@return this file, as it was found to be} */
    public ProjectFile pinned(Digest sha256, long bytes) {
        List<Checksum> promised = new ArrayList<>(hashes);
        promised.add(Checksum.of(sha256));
        return new ProjectFile(fileName, url, promised, bytes, requiresPython, yanked, uploaded, sidecar);
    }

    /** {@return its SHA-256, if it is known} */
    public Optional<Digest> sha256() {
        return hashes.stream()
                .filter(checksum -> checksum.algorithm() == HashAlgorithm.SHA256)
                .findFirst()
                .map(checksum -> new Digest(checksum.hex()));
    }

    /** {@return whether this is a wheel; otherwise it is a source distribution} */
    public boolean isWheel() {
        return fileName.endsWith(".whl");
    }

    /** {@return when the file was uploaded, if the index says so in a way that can be understood} */
    public Optional<Instant> uploadTime() {
        if (uploaded.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(uploaded).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // the same as an index that does not say
        }
    }

    /** {@return what a download must be} */
    public Expectation expectation() {
        return new Expectation(size, hashes);
    }

    /** {@return what tells this content from any other: its strongest hash; empty if none is promised, as what is at a place may change} */
    Optional<String> identity() {
        return hashes.stream()
                .max((one, other) -> one.algorithm().compareTo(other.algorithm()))
                .map(Checksum::toString);
    }

    /**
     * The metadata file beside a file (PEP 658).
     *
     * @param exists whether the index says there is one
     * @param hashes its promised hashes; may be empty
     */
    public record Sidecar(boolean exists, List<Checksum> hashes) {
        /** No metadata file. */
        public static final Sidecar NONE = new Sidecar(false, List.of());

        /** Copies the hashes. */
        public Sidecar {
            hashes = List.copyOf(hashes);
        }
    }
}
