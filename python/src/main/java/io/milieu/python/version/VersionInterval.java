package io.milieu.python.version;

import java.util.Arrays;

/**
 * What an operator accepts, as one stretch of {@link VersionKey} order or everything but it. That is the whole arithmetic of
 * PEP 440: a bound is a version's key, a prefix of it, or the place after all that begins with the prefix.
 */
final class VersionInterval {
    private static final byte[] OPEN = {};

    static final VersionInterval ALL = new VersionInterval(OPEN, OPEN, false);

    private final byte[] from;
    private final byte[] to;
    private final boolean outside;

    /** From the first key inside to the first one behind; an empty one leaves the side open. */
    private VersionInterval(byte[] from, byte[] to, boolean outside) {
        this.from = from;
        this.to = to;
        this.outside = outside;
    }

    static VersionInterval of(VersionOperator operator, Version version, boolean wildcard) {
        return switch (operator) {
            case ARBITRARY -> ALL;
            case EQUAL -> same(version, wildcard, false);
            case NOT_EQUAL -> same(version, wildcard, true);
            case LESS_EQUAL -> inside(OPEN, behind(version.keyUpToLocal()));
            case GREATER_EQUAL -> inside(version.key(), OPEN);
            case LESS -> inside(OPEN, beforePrereleasesOf(version));
            case GREATER -> inside(behindPostsOf(version), OPEN);
            case COMPATIBLE ->
                inside(
                        version.key(),
                        version.keyOfNextRelease(version.releaseLength() - 1).bytes());
        };
    }

    boolean contains(byte[] key) {
        boolean inside =
                Arrays.compareUnsigned(key, from) >= 0 && (to.length == 0 || Arrays.compareUnsigned(key, to) < 0);
        return inside != outside;
    }

    private static VersionInterval same(Version version, boolean wildcard, boolean outside) {
        if (wildcard) {
            int count = version.releaseLength();
            return new VersionInterval(
                    version.keyOfRelease(count).bytes(),
                    version.keyOfNextRelease(count).bytes(),
                    outside);
        }
        byte[] to = version.local().isPresent()
                ? Arrays.copyOf(version.key(), version.key().length + 1)
                : behind(version.keyUpToLocal());
        return new VersionInterval(version.key(), to, outside);
    }

    private static byte[] beforePrereleasesOf(Version version) {
        if (version.isPrerelease()) {
            return version.key();
        }
        return version.isPostrelease()
                ? version.keyUpToPost().bytes()
                : version.keyOfRelease(version.releaseLength()).bytes();
    }

    private static byte[] behindPostsOf(Version version) {
        boolean hasPosts = !version.isPostrelease() && !version.isDevrelease();
        return behind(hasPosts ? version.keyUpToPre() : version.keyUpToLocal());
    }

    private static VersionInterval inside(byte[] from, byte[] to) {
        return new VersionInterval(from, to, false);
    }

    private static byte[] behind(VersionKey key) {
        return key.after().bytes();
    }
}
