package io.milieu.python.toml;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes TOML for people to read: one key a line, an array of tables as sections, other arrays of more than one value with one value a line,
 * tables inside of values on one line. Equal documents are equal texts. Not thread-safe.
 */
public final class TomlWriter {
    private final StringBuilder out = new StringBuilder();

    private TomlWriter() {}

    /**
     * {@return the text of a document}
     *
     * @param document the document
     * @param sections keys of the document whose arrays of tables become sections, behind everything else
     */
    public static String write(TomlValue.Table document, List<String> sections) {
        TomlWriter writer = new TomlWriter();
        document.entries().forEach((key, value) -> {
            if (!sections.contains(key)) {
                writer.entry(key, value);
            }
        });
        for (String section : sections) {
            if (document.entries().get(section) instanceof TomlValue.Items(List<TomlValue> tables)) {
                writer.section(section, tables);
            }
        }
        return writer.out.toString();
    }

    private void section(String name, List<TomlValue> tables) {
        for (TomlValue value : tables) {
            if (value instanceof TomlValue.Table table) {
                out.append("\n[[").append(key(name)).append("]]\n");
                table.entries().forEach(this::entry);
            }
        }
    }

    private void entry(String key, TomlValue value) {
        out.append(key(key)).append(" = ");
        if (value instanceof TomlValue.Items(List<TomlValue> items) && isLong(items)) {
            out.append("[\n");
            items.forEach(item -> out.append("    ").append(inline(item)).append(",\n"));
            out.append("]\n");
        } else {
            out.append(inline(value)).append('\n');
        }
    }

    private static boolean isLong(List<TomlValue> items) {
        return items.size() > 1 || items.stream().anyMatch(TomlValue.Table.class::isInstance);
    }

    private static String inline(TomlValue value) {
        return switch (value) {
            case TomlValue.Text(String text) -> quoted(text);
            case TomlValue.Whole(long number) -> Long.toString(number);
            case TomlValue.Real(double number) -> real(number);
            case TomlValue.Truth(boolean truth) -> Boolean.toString(truth);
            case TomlValue.Moment(TemporalAccessor moment) -> moment(moment);
            case TomlValue.Items(List<TomlValue> items) ->
                items.stream().map(TomlWriter::inline).collect(Collectors.joining(", ", "[", "]"));
            case TomlValue.Table(Map<String, TomlValue> entries) when entries.isEmpty() -> "{}";
            case TomlValue.Table(Map<String, TomlValue> entries) ->
                entries.entrySet().stream()
                        .map(entry -> key(entry.getKey()) + " = " + inline(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }

    private static String real(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return Double.toString(number);
    }

    /** A text of {@code java.time} leaves out seconds that are zero, which TOML demands. */
    private static String moment(TemporalAccessor moment) {
        return switch (moment) {
            case OffsetDateTime both -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(both);
            case LocalDateTime both -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(both);
            case LocalDate date -> DateTimeFormatter.ISO_LOCAL_DATE.format(date);
            case LocalTime time -> DateTimeFormatter.ISO_LOCAL_TIME.format(time);
            default -> throw new IllegalArgumentException("TOML has no " + moment.getClass());
        };
    }

    private static String key(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : quoted(key);
    }

    /** Markers are full of quotes: in single ones they stay as they are. */
    private static String quoted(String text) {
        if (text.indexOf('"') >= 0
                && text.indexOf('\'') < 0
                && text.chars().allMatch(sign -> sign >= ' ' && sign != 0x7f)) {
            return "'" + text + "'";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (letter < ' ' || letter == 0x7f) {
                        quoted.append(String.format("\\u%04x", (int) letter));
                    } else {
                        quoted.append(letter);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
