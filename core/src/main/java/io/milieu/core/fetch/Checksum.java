package io.milieu.core.fetch;

import io.milieu.core.base.Digest;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A hash with its algorithm.
 *
 * @param algorithm how it was computed
 * @param hex the value, lower-case hexadecimal digits; upper case is accepted and lowered
 */
public record Checksum(HashAlgorithm algorithm, String hex) {
    /** Checks the digits. */
    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
        if (!isHex(hex)) {
            throw new IllegalArgumentException("not a hexadecimal hash: `" + hex + "`");
        }
    }

    /** {@return whether the text is at least one hexadecimal digit and nothing else; index pages hold thousands} */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@return the SHA-256 checksum with that value} */
    public static Checksum of(Digest digest) {
        return new Checksum(HashAlgorithm.SHA256, digest.hex());
    }

    /** {@return the checksum of the bytes} */
    public static Checksum of(HashAlgorithm algorithm, byte[] bytes) {
        return finish(algorithm, update(algorithm.computation(), bytes));
    }

    static Checksum finish(HashAlgorithm algorithm, MessageDigest computation) {
        return new Checksum(algorithm, HexFormat.of().formatHex(computation.digest()));
    }

    private static MessageDigest update(MessageDigest computation, byte[] bytes) {
        computation.update(bytes);
        return computation;
    }

    /** {@return the algorithm and the value, for example {@code sha256:9f86…}} */
    @Override
    public String toString() {
        return algorithm.id() + ":" + hex;
    }
}
