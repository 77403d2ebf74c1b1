package io.milieu.testkit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A line of a wheel's RECORD; the line of RECORD itself has no hash and no size.
 *
 * @param path the path in the archive
 * @param hash {@code sha256=<URL-safe base 64>}
 * @param size bytes, in decimal
 */
record RecordLine(String path, String hash, String size) {
    static RecordLine of(ZipMember member) {
        return new RecordLine(
                member.name(), Hashes.inRecord(member.content()), Integer.toString(member.content().length));
    }

    static String text(List<RecordLine> lines) {
        return lines.stream()
                .map(line -> quoted(line.path) + "," + line.hash + "," + line.size + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String path) {
        boolean plain = path.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
        return plain ? path : "\"" + path.replace("\"", "\"\"") + "\"";
    }
}
