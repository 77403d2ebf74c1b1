package io.milieu.core.fetch;

import io.milieu.core.base.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was promised about a file before it is fetched.
 *
 * @param size the number of bytes, or -1 if nobody said
 * @param checksums the hashes, all of which must agree
 */
public record Expectation(long size, List<Checksum> checksums) {
    private static final Expectation NOTHING = new Expectation(-1, List.of());

    /** Copies the checksums. */
    public Expectation {
        checksums = List.copyOf(checksums);
    }

    /** {@return no promise at all} */
    public static Expectation nothing() {
        return NOTHING;
    }

    /** {@return the promise of that content} */
    public static Expectation of(Digest sha256) {
        return new Expectation(-1, List.of(Checksum.of(sha256)));
    }

    /** {@return this promise and that size; -1 for unknown} */
    public Expectation withSize(long bytes) {
        return new Expectation(bytes, checksums);
    }

    /** The first promise that these hashes of a file break. */
    Optional<Checksum> brokenBy(Map<HashAlgorithm, Checksum> hashes) {
        return checksums.stream()
                .filter(promised -> !promised.equals(hashes.get(promised.algorithm())))
                .findFirst();
    }
}
