package io.milieu.core.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, section 14).
 *
 * @param from the first byte, or -1 to count from the end
 * @param length the number of bytes, at least 1
 */
public record ByteRange(long from, int length) {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** Checks the numbers. */
    public ByteRange {
        if (from < -1 || length < 1) {
            throw new IllegalArgumentException("not a range: from " + from + ", length " + length);
        }
    }

    /** {@return that many bytes beginning there} */
    public static ByteRange of(long from, int length) {
        return new ByteRange(from, length);
    }

    /** {@return the last bytes of the file} */
    public static ByteRange last(int length) {
        return new ByteRange(-1, length);
    }

    String header() {
        return from < 0 ? "bytes=-" + length : "bytes=" + from + "-" + (from + length - 1);
    }

    /** What a server says it sends. */
    record Sent(long first, long last, long total) {
        static Optional<Sent> parse(String contentRange) {
            Matcher form = CONTENT_RANGE.matcher(contentRange);
            return form.matches()
                    ? Optional.of(new Sent(number(form, 1), number(form, 2), number(form, 3)))
                    : Optional.empty();
        }

        boolean answers(ByteRange asked) {
            long expectedFirst = asked.from < 0 ? Math.max(0, total - asked.length) : asked.from;
            return first == expectedFirst && last == Math.min(expectedFirst + asked.length, total) - 1;
        }

        long length() {
            return last - first + 1;
        }

        private static long number(Matcher form, int group) {
            return Long.parseLong(form.group(group));
        }
    }
}
