package io.milieu.python.interpreter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The header fields of installed core metadata, from tools of any age: {@code METADATA} or {@code PKG-INFO}. */
final class MetadataFile {
    private final List<String> fields;

    private MetadataFile(List<String> fields) {
        this.fields = fields;
    }

    /** Reads the metadata of a {@code .dist-info} or {@code .egg-info} folder, or the {@code .egg-info} file itself. */
    static MetadataFile of(Path metadata) throws IOException {
        Path file = file(metadata).orElseThrow(() -> new IOException("there is no metadata in it"));
        List<String> fields = new ArrayList<>();
        // Old tools wrote names of authors in any encoding; the fields that matter here are ASCII.
        for (String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\\R")) {
            if (line.isEmpty()) {
                break;
            }
            boolean continues = Character.isWhitespace(line.charAt(0)) && !fields.isEmpty();
            fields.add(continues ? fields.removeLast() + " " + line.strip() : line);
        }
        return new MetadataFile(fields);
    }

    /** {@return the file that makes the entry an installed distribution; empty if a removal left only a folder} */
    static Optional<Path> file(Path metadata) {
        return Stream.of(metadata, metadata.resolve("METADATA"), metadata.resolve("PKG-INFO"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** {@return the values of a field, in order} */
    List<String> values(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(start))
                .map(field -> field.substring(start.length()).strip())
                .toList();
    }
}
