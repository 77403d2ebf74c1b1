package io.milieu.python.version;

import io.milieu.python.version.PreRelease.Phase;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one version. By hand, since an index page holds thousands: no expression, no exception on the way. */
final class VersionParser {
    private static final int MOST_DIGITS = 18;
    private static final long NONE = -1;

    private final String text;
    private final int end;
    private int at;
    private boolean broken;

    private long epoch;
    private long[] release = new long[4];
    private int releaseLength;
    private @Nullable PreRelease pre;
    private long post = NONE;
    private long dev = NONE;
    private String local = "";

    private VersionParser(String text) {
        this.text = text;
        int last = text.length();
        while (last > 0 && isSpace(text.charAt(last - 1))) {
            last--;
        }
        this.end = last;
        while (at < end && isSpace(text.charAt(at))) {
            at++;
        }
    }

    static @Nullable Version parse(String text) {
        VersionParser parser = new VersionParser(text);
        return parser.read()
                ? new Version(
                        parser.epoch,
                        Arrays.copyOf(parser.release, parser.releaseLength),
                        parser.pre,
                        parser.post,
                        parser.dev,
                        parser.local)
                : null;
    }

    private boolean read() {
        take('v');
        if (!isDigit(peek())) {
            return false;
        }
        readRelease();
        if (at < end) {
            readPre();
            readPost();
            readDev();
            readLocal();
        }
        return at == end && !broken;
    }

    private void readRelease() {
        addToRelease(number());
        if (take('!')) {
            epoch = release[0];
            releaseLength = 0;
            broken |= !isDigit(peek());
            addToRelease(number());
        }
        while (peek() == '.' && isDigit(peek(1))) {
            at++;
            addToRelease(number());
        }
    }

    private void addToRelease(long number) {
        if (releaseLength == release.length) {
            release = Arrays.copyOf(release, 2 * releaseLength);
        }
        release[releaseLength++] = number;
    }

    private void readPre() {
        int start = at;
        takeSeparator();
        Phase phase = readPhase();
        if (phase == null) {
            at = start;
        } else {
            pre = new PreRelease(phase, numberOfPart());
        }
    }

    private @Nullable Phase readPhase() {
        if (take("alpha") || take("a")) {
            return Phase.A;
        }
        if (take("beta") || take("b")) {
            return Phase.B;
        }
        return take("preview") || take("pre") || take("rc") || take("c") ? Phase.RC : null;
    }

    private void readPost() {
        if (peek() == '-' && isDigit(peek(1))) {
            at++;
            post = number();
            return;
        }
        int start = at;
        takeSeparator();
        if (take("post") || take("rev") || take("r")) {
            post = numberOfPart();
        } else {
            at = start;
        }
    }

    private void readDev() {
        int start = at;
        takeSeparator();
        if (take("dev")) {
            dev = numberOfPart();
        } else {
            at = start;
        }
    }

    private void readLocal() {
        if (!take('+')) {
            return;
        }
        StringBuilder normal = new StringBuilder();
        do {
            int start = at;
            while (isDigit(peek()) || isLetter(peek())) {
                at++;
            }
            broken |= at == start;
            String segment = text.substring(start, at).toLowerCase(Locale.ROOT);
            normal.append(normal.isEmpty() ? "" : ".").append(normalLocal(segment));
        } while (takeSeparator());
        local = normal.toString();
    }

    private String normalLocal(String segment) {
        if (segment.isEmpty() || !VersionKey.isNumber(segment)) {
            return segment;
        }
        broken |= segment.length() > MOST_DIGITS;
        return broken ? segment : Long.toString(Long.parseLong(segment));
    }

    /** The number after a word such as {@code post} may be left out and means 0. */
    private long numberOfPart() {
        takeSeparator();
        return isDigit(peek()) ? number() : 0;
    }

    private long number() {
        int start = at;
        long number = 0;
        while (isDigit(peek())) {
            number = 10 * number + (peek() - '0');
            at++;
        }
        broken |= at - start > MOST_DIGITS;
        return number;
    }

    private boolean takeSeparator() {
        return take('.') || take('-') || take('_');
    }

    private boolean take(char lowerCase) {
        char c = peek();
        boolean same = c == lowerCase || (c >= 'A' && c <= 'Z' && c + 32 == lowerCase);
        if (same) {
            at++;
        }
        return same;
    }

    private boolean take(String lowerCase) {
        int start = at;
        for (int i = 0; i < lowerCase.length(); i++) {
            if (!take(lowerCase.charAt(i))) {
                at = start;
                return false;
            }
        }
        return true;
    }

    private char peek() {
        return peek(0);
    }

    private char peek(int ahead) {
        return at + ahead < end ? text.charAt(at + ahead) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
