package io.milieu.core.fetch;

import io.milieu.core.base.Digest;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * A file that was fetched completely and verified.
 *
 * @param uri where the bytes came from, after redirects, without credentials
 * @param size the number of bytes
 * @param hashes the SHA-256 and all promised hashes, computed while the bytes came
 */
public record Download(URI uri, long size, Map<HashAlgorithm, Checksum> hashes) {

    /** Copies the hashes. */
    public Download {
        hashes = Map.copyOf(hashes);
        Objects.requireNonNull(hashes.get(HashAlgorithm.SHA256), "SHA-256");
    }

    /** {@return the identity of the content} */
    public Digest sha256() {
        return new Digest(
                Objects.requireNonNull(hashes.get(HashAlgorithm.SHA256)).hex());
    }
}
