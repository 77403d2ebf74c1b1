package io.milieu.core.fetch;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/** The hash algorithms that indexes promise their files with; a later one is stronger than an earlier one. */
public enum HashAlgorithm {
    /** Broken; finds damage, not malice. */
    MD5("MD5"),
    /** Broken; finds damage, not malice. */
    SHA1("SHA-1"),
    /** SHA-2 with 224 bits. */
    SHA224("SHA-224"),
    /** SHA-2 with 256 bits: what Milieu names contents with. */
    SHA256("SHA-256"),
    /** SHA-2 with 384 bits. */
    SHA384("SHA-384"),
    /** SHA-2 with 512 bits. */
    SHA512("SHA-512");

    private final String standardName;
    private final String id = name().toLowerCase(Locale.ROOT);

    HashAlgorithm(String standardName) {
        this.standardName = standardName;
    }

    /** {@return the algorithm of that name as written in URL fragments and index pages, for example {@code sha256}} */
    public static Optional<HashAlgorithm> named(String name) {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.id().equalsIgnoreCase(name)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** {@return the name as written in URL fragments and index pages, for example {@code sha256}} */
    public String id() {
        return id;
    }

    /** {@return a fresh computation, fit for many bytes} */
    public MessageDigest computation() {
        return this == SHA256 ? OpenSslSha256.computation().orElseGet(this::platform) : platform();
    }

    private MessageDigest platform() {
        try {
            return MessageDigest.getInstance(standardName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java platform has no " + standardName, e);
        }
    }
}
