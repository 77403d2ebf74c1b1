package io.milieu.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Times in nanoseconds by row and entrant, as a table of medians with the smallest beside. Not thread-safe. */
final class Measurements {
    private static final double NANOS_PER_MILLI = 1e6;

    private final Map<String, Map<String, List<Long>>> rows = new LinkedHashMap<>();

    void add(String row, String entrant, long nanos) {
        rows.computeIfAbsent(row, key -> new LinkedHashMap<>())
                .computeIfAbsent(entrant, key -> new ArrayList<>())
                .add(nanos);
    }

    /** {@return the table in Markdown; the first entrant is the one that others are compared with} */
    String table() {
        Set<String> entrants = new LinkedHashSet<>();
        rows.values().forEach(row -> entrants.addAll(row.keySet()));
        String first = entrants.iterator().next();
        StringBuilder text = new StringBuilder("| milliseconds: median (least) | runs |");
        StringBuilder rule = new StringBuilder("| --- | ---: |");
        for (String entrant : entrants) {
            text.append(' ').append(entrant).append(" |");
            rule.append(" ---: |");
            if (!entrant.equals(first)) {
                text.append(' ').append(first).append(" / ").append(entrant).append(" |");
                rule.append(" ---: |");
            }
        }
        text.append('\n').append(rule).append('\n');
        rows.forEach((row, times) -> text.append(line(row, times, entrants, first)));
        return text.toString();
    }

    private static String line(String row, Map<String, List<Long>> times, Set<String> entrants, String first) {
        List<Long> own = times.getOrDefault(first, List.of());
        StringBuilder line = new StringBuilder("| " + row + " | " + own.size() + " |");
        for (String entrant : entrants) {
            List<Long> theirs = times.getOrDefault(entrant, List.of());
            line.append(' ').append(cell(theirs)).append(" |");
            if (!entrant.equals(first)) {
                boolean both = !own.isEmpty() && !theirs.isEmpty();
                line.append(both ? String.format(Locale.ROOT, " %.2f |", median(own) / median(theirs)) : " |");
            }
        }
        return line.append('\n').toString();
    }

    private static String cell(List<Long> times) {
        if (times.isEmpty()) {
            return "";
        }
        double least = times.stream().mapToLong(Long::longValue).min().orElseThrow() / NANOS_PER_MILLI;
        double median = median(times) / NANOS_PER_MILLI;
        String format = median < 10 ? "%.2f (%.2f)" : "%.0f (%.0f)";
        return String.format(Locale.ROOT, format, median, least);
    }

    private static double median(List<Long> times) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
