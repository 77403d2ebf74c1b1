package io.milieu.core.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4), the identity of every content in the store.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
    private static final int DIGITS = 64;

    /** Checks the form. */
    public Digest {
        if (hex.length() != DIGITS || !isHex(hex)) {
            throw new IllegalArgumentException("not a SHA-256 digest in lower-case hex: `" + hex + "`");
        }
    }

    /** {@return whether the text is nothing but lower-case hexadecimal digits} */
    public static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /** {@return the digest of the text's UTF-8 bytes} */
    public static Digest ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the digest of the bytes} */
    public static Digest of(byte[] bytes) {
        return finish(sha256(bytes));
    }

    /** {@return what a finished SHA-256 computation holds} */
    public static Digest finish(MessageDigest computation) {
        return new Digest(HexFormat.of().formatHex(computation.digest()));
    }

    /** {@return a fresh SHA-256 computation} */
    public static MessageDigest computation() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@return the first twelve digits, for people} */
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static MessageDigest sha256(byte[] bytes) {
        MessageDigest computation = computation();
        computation.update(bytes);
        return computation;
    }
}
