package io.milieu.python.wheel;

import io.milieu.core.base.Digest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The RECORD of a distribution (PEP 376, PEP 627): a CSV table of path, hash and size.
 *
 * @param rows in the order of the file
 */
public record RecordFile(List<Row> rows) {

    /** Copies the rows. */
    public RecordFile {
        rows = List.copyOf(rows);
    }

    /**
     * One line.
     *
     * @param path from site-packages, with slashes
     * @param hash {@code <algorithm>=<digest in URL-safe base 64 without padding>}, or empty
     * @param size bytes in decimal digits, or empty
     */
    public record Row(String path, String hash, String size) {
        /** {@return the row of a file with that content, hashed with SHA-256} */
        public static Row of(String path, byte[] content) {
            byte[] hash = Digest.computation().digest(content);
            String text = "sha256=" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return new Row(path, text, String.valueOf(content.length));
        }

        /** {@return the line with its line end} */
        public String line() {
            return quoted(path) + "," + quoted(hash) + "," + quoted(size) + "\n";
        }

        private static String quoted(String field) {
            boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return plain ? field : "\"" + field.replace("\"", "\"\"") + "\"";
        }
    }

    /** Reads the text, empty lines left out. Backslashes, which old Windows tools wrote, become slashes. */
    public static RecordFile parse(String text) {
        List<Row> rows = new ArrayList<>();
        Fields fields = new Fields(text);
        while (fields.hasNext()) {
            List<String> line = fields.nextLine();
            if (line.size() > 1 || !line.getFirst().isEmpty()) {
                rows.add(new Row(line.getFirst().replace('\\', '/'), field(line, 1), field(line, 2)));
            }
        }
        return new RecordFile(rows);
    }

    /** {@return the text of all lines} */
    public String text() {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.line()));
        return text.toString();
    }

    private static String field(List<String> line, int index) {
        return index < line.size() ? line.get(index).strip() : "";
    }

    /** RFC 4180, lenient about line ends and about a last line without one. */
    private static final class Fields {
        private final String text;
        private int at;

        Fields(String text) {
            this.text = text;
        }

        boolean hasNext() {
            return at < text.length();
        }

        List<String> nextLine() {
            List<String> fields = new ArrayList<>(3);
            do {
                fields.add(text.startsWith("\"", at) ? quoted() : plain());
            } while (at < text.length() && text.charAt(at++) == ',');
            return fields;
        }

        private String plain() {
            int start = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
                at++;
            }
            boolean carriageReturn =
                    at > start && at < text.length() && text.charAt(at) == '\n' && text.charAt(at - 1) == '\r';
            return text.substring(start, carriageReturn ? at - 1 : at);
        }

        private String quoted() {
            StringBuilder field = new StringBuilder();
            at++;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c != '"') {
                    field.append(c);
                } else if (text.startsWith("\"", at)) {
                    field.append('"');
                    at++;
                } else {
                    break;
                }
            }
            plain();
            return field.toString();
        }
    }
}
