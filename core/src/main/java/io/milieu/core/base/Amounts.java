package io.milieu.core.base;

import java.time.Duration;
import java.util.Locale;

/** Numbers, sizes and times as people read them. */
public final class Amounts {
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

    /** {@return such as {@code 12 ms} or {@code 1.23 s}} */
    public static String time(Duration took) {
        long millis = took.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.2f s", millis / 1e3);
    }
}
