package io.milieu.python.version;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes versions as byte strings whose unsigned lexicographic order is the order of PEP 440. A prefix of a key, or a key
 * followed by {@link #after}, is then a position between versions: every operator of a specifier is one such interval.
 */
final class VersionKey {
    private static final int END_OF_RELEASE = 1;
    private static final int SMALLEST_NUMBER = 2;
    private static final int ONE_BYTE_NUMBERS = 200;
    private static final int AFTER_ALL = 0xFF;

    private byte[] bytes = new byte[16];
    private int length;

    /** Trailing zeros are left out: 1.0 and 1.0.0 have one key, and with it one hash code. */
    VersionKey release(long epoch, long[] release, int count) {
        number(epoch);
        int significant = count;
        while (significant > 0 && release[significant - 1] == 0) {
            significant--;
        }
        for (int i = 0; i < significant; i++) {
            number(release[i]);
        }
        return put(END_OF_RELEASE);
    }

    /** A version that has only a development part comes before the alphas; one without this part after the candidates. */
    VersionKey pre(@Nullable PreRelease pre, boolean onlyDev) {
        if (pre == null) {
            return put(onlyDev ? 0 : 4);
        }
        int phase = switch (pre.phase()) {
            case A -> 1;
            case B -> 2;
            case RC -> 3;
        };
        return put(phase).number(pre.number());
    }

    VersionKey post(long post) {
        return post < 0 ? put(0) : put(1).number(post);
    }

    VersionKey dev(long dev) {
        return dev < 0 ? put(1) : put(0).number(dev);
    }

    VersionKey local(String local) {
        if (local.isEmpty()) {
            return this;
        }
        for (String segment : local.split("\\.")) {
            if (isNumber(segment)) {
                put(2).number(Long.parseLong(segment));
            } else {
                put(1).text(segment).put(0);
            }
        }
        return this;
    }

    /** Moves behind everything that begins with what was written so far. */
    VersionKey after() {
        return put(AFTER_ALL);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    static boolean isNumber(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private VersionKey number(long number) {
        if (number < ONE_BYTE_NUMBERS) {
            return put(SMALLEST_NUMBER + (int) number);
        }
        int size = (Long.SIZE + 7 - Long.numberOfLeadingZeros(number)) / 8;
        put(SMALLEST_NUMBER + ONE_BYTE_NUMBERS + size);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            put((int) (number >>> shift));
        }
        return this;
    }

    private VersionKey text(String ascii) {
        for (byte letter : ascii.getBytes(StandardCharsets.US_ASCII)) {
            put(letter);
        }
        return this;
    }

    private VersionKey put(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
        return this;
    }
}
