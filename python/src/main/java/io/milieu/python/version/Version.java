package io.milieu.python.version;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A version (PEP 440), immutable. Order, equality and hash code agree and ignore trailing zeros of the release: {@code 1.0}
 * equals {@code 1.0.0}. Numbers have at most 18 digits; a version with a longer one counts as invalid.
 */
public final class Version implements Comparable<Version> {
    /** The version 0. */
    static final Version ZERO = new Version(0, new long[] {0}, null, -1, -1, "");

    private final long epoch;
    private final long[] release;
    private final @Nullable PreRelease pre;
    private final long post;
    private final long dev;
    private final String local;
    private final byte[] key;

    /** Absent post and dev numbers are negative, an absent local part is empty. */
    Version(long epoch, long[] release, @Nullable PreRelease pre, long post, long dev, String local) {
        this.epoch = epoch;
        this.release = release;
        this.pre = pre;
        this.post = post;
        this.dev = dev;
        this.local = local;
        this.key = keyUpToPost().dev(dev).local(local).bytes();
    }

    /**
     * Reads a version in any spelling that PEP 440 accepts.
     *
     * @throws MilieuException {@link PythonError#VERSION_INVALID}
     */
    public static Version parse(String text) {
        Version version = VersionParser.parse(text);
        if (version == null) {
            throw new MilieuException(
                    PythonError.VERSION_INVALID, "`" + Redacted.urls(text) + "` is not a valid version (PEP 440)");
        }
        return version;
    }

    /** {@return the version, or nothing if the text is none} */
    public static Optional<Version> tryParse(String text) {
        return Optional.ofNullable(VersionParser.parse(text));
    }

    /** {@return the epoch, 0 unless written} */
    public long epoch() {
        return epoch;
    }

    /** {@return the numbers of the release as written, with trailing zeros} */
    public List<Long> release() {
        return Arrays.stream(release).boxed().toList();
    }

    /** {@return the release number at the index, 0 behind the last: 0 is major, 1 minor, 2 micro} */
    public long release(int index) {
        return index < release.length ? release[index] : 0;
    }

    /** {@return the pre-release part} */
    public Optional<PreRelease> pre() {
        return Optional.ofNullable(pre);
    }

    /** {@return the number of the post-release} */
    public OptionalLong post() {
        return post < 0 ? OptionalLong.empty() : OptionalLong.of(post);
    }

    /** {@return the number of the development release} */
    public OptionalLong dev() {
        return dev < 0 ? OptionalLong.empty() : OptionalLong.of(dev);
    }

    /** {@return the local part, normalised, without the plus sign} */
    public Optional<String> local() {
        return local.isEmpty() ? Optional.empty() : Optional.of(local);
    }

    /** {@return whether this is an alpha, beta, candidate or development release} */
    public boolean isPrerelease() {
        return pre != null || dev >= 0;
    }

    /** {@return whether this is a development release} */
    public boolean isDevrelease() {
        return dev >= 0;
    }

    /** {@return whether this is a post-release} */
    public boolean isPostrelease() {
        return post >= 0;
    }

    /** {@return this version without its local part} */
    public Version publicVersion() {
        return local.isEmpty() ? this : new Version(epoch, release, pre, post, dev, "");
    }

    /** {@return the epoch and release only} */
    public Version baseVersion() {
        return new Version(epoch, release, null, -1, -1, "");
    }

    /** The key of everything that has this epoch and the first numbers of this release, padded. */
    VersionKey keyOfRelease(int count) {
        return new VersionKey().release(epoch, release, count);
    }

    /** The key of what comes directly after everything whose release begins with these numbers. */
    VersionKey keyOfNextRelease(int count) {
        long[] next = Arrays.copyOf(release, count);
        next[count - 1]++;
        return new VersionKey().release(epoch, next, count);
    }

    VersionKey keyUpToPre() {
        return keyOfRelease(release.length).pre(pre, post < 0 && dev >= 0);
    }

    VersionKey keyUpToPost() {
        return keyUpToPre().post(post);
    }

    VersionKey keyUpToLocal() {
        return keyUpToPost().dev(dev).local(local);
    }

    int releaseLength() {
        return release.length;
    }

    /** Not a copy: for comparisons inside this package. */
    byte[] key() {
        return key;
    }

    @Override
    public int compareTo(Version other) {
        return Arrays.compareUnsigned(key, other.key);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Version version && Arrays.equals(key, version.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    /** {@return the normalised form; trailing zeros are kept} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(16);
        if (epoch != 0) {
            text.append(epoch).append('!');
        }
        for (int i = 0; i < release.length; i++) {
            text.append(i == 0 ? "" : ".").append(release[i]);
        }
        if (pre != null) {
            text.append(pre);
        }
        if (post >= 0) {
            text.append(".post").append(post);
        }
        if (dev >= 0) {
            text.append(".dev").append(dev);
        }
        if (!local.isEmpty()) {
            text.append('+').append(local);
        }
        return text.toString();
    }
}
