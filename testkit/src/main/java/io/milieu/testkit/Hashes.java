package io.milieu.testkit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** SHA-256 in the two spellings that Python packaging uses. */
final class Hashes {
    private Hashes() {}

    static MessageDigest computation() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(computation().digest(bytes));
    }

    /** {@return the spelling of a RECORD file: URL-safe base 64 without padding} */
    static String inRecord(byte[] bytes) {
        return "sha256="
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(computation().digest(bytes));
    }
}
