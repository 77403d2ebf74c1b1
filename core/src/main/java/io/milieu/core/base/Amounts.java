package io.milieu.core.base;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, sizes and times as people read them. */
public final class Amounts {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)i?b?");

    private Amounts() {}

    /** {@return such as {@code 1 layer} or {@code 2 layers}} */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@return such as {@code 12.3 MB}, in decimal units} */
    public static String size(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : bytes < 1_000_000_000
                        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    /** {@return the bytes that a text such as {@code 20GB}, {@code 1.5 TiB} or {@code 500} means, in decimal units} */
    public static Optional<Long> bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return Optional.empty();
        }
        double factor = Math.pow(1000, " kmgt".indexOf(size.group(2).isEmpty() ? " " : size.group(2)));
        return Optional.of((long) (Double.parseDouble(size.group(1)) * factor));
    }

    /** {@return such as {@code 12 ms} or {@code 1.23 s}} */
    public static String time(Duration took) {
        long millis = took.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }
}
