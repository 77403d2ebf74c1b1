package io.milieu.python.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The header fields of a text in e-mail form (RFC 822 as Python's {@code email} reads it): all before the first empty line. */
public final class Headers {
    private final Map<String, List<String>> fields = new TreeMap<>();

    /** Reads a text, which ends where it stops having this form. */
    public Headers(String text) {
        String name = "";
        StringBuilder value = new StringBuilder();
        int start = text.startsWith("\ufeff") ? 1 : 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            // Licence texts in a field have lines of nothing but spaces: they go on, an empty line does not.
            boolean continued = end > start && (text.charAt(start) == ' ' || text.charAt(start) == '\t');
            String line = text.substring(start, end).stripTrailing();
            start = end + 1;
            int colon = line.indexOf(':');
            if (continued && !name.isEmpty()) {
                value.append('\n').append(line);
            } else if (colon > 0) {
                keep(name, value);
                name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                value.append(line.substring(colon + 1).strip());
            } else {
                break;
            }
        }
        keep(name, value);
    }

    /** {@return all values of a field, in order; the name is in lower case} */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    private void keep(String name, StringBuilder value) {
        if (!name.isEmpty()) {
            fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value.toString());
        }
        value.setLength(0);
    }
}
