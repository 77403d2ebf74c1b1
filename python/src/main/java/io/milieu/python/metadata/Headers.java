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
        String last = "";
        int start = text.startsWith("\ufeff") ? 1 : 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String raw = text.substring(start, end < 0 ? text.length() : end);
            String line = raw.stripTrailing();
            start = end < 0 ? text.length() : end + 1;
            int colon = line.indexOf(':');
            // Licence texts in a field have lines of nothing but spaces: they go on, an empty line does not.
            boolean continued = !raw.isEmpty() && (raw.charAt(0) == ' ' || raw.charAt(0) == '\t');
            if (continued && !last.isEmpty()) {
                List<String> values = all(last);
                values.set(values.size() - 1, values.getLast() + "\n" + line);
            } else if (colon > 0) {
                last = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                fields.computeIfAbsent(last, name -> new ArrayList<>())
                        .add(line.substring(colon + 1).strip());
            } else {
                break;
            }
        }
    }

    /** {@return all values of a field, in order; the name is in lower case} */
    public List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
