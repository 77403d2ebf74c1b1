package io.milieu.solver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A published index snapshot as a shelf, for a fixed Python; a package with extras becomes a package of its own. */
final class Snapshot {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9._-]+)\\s*(?:\\[([^]]*)])?\\s*(.*)");
    private static final Pattern EXTRA = Pattern.compile("extra\\s*==\\s*['\"]([^'\"]*)['\"]");
    private static final Pattern COMPARISON =
            Pattern.compile("\\(?\\s*([a-z_.]+)\\s*([<>=!]+|not in|in)\\s*['\"]([^'\"]*)['\"]\\s*\\)?");
    private static final Map<String, String> PYTHON = Map.of(
            "python_version", "3.7",
            "python_full_version", "3.7.6",
            "sys_platform", "linux",
            "platform_system", "Linux",
            "os_name", "posix",
            "platform_python_implementation", "CPython",
            "implementation_name", "cpython");

    final Shelf shelf = new Shelf();

    @SuppressWarnings("unchecked")
    Snapshot(Map<String, Object> index) {
        index.forEach((name, versions) -> ((Map<String, Map<String, Object>>) versions)
                .forEach((version, data) -> add(
                        name(name),
                        version,
                        data.get("dependencies") instanceof List<?> list ? (List<String>) list : List.of())));
    }

    private void add(String name, String version, List<String> dependencies) {
        Set<String> extras = new TreeSet<>();
        dependencies.forEach(text -> EXTRA.matcher(text).results().forEach(found -> extras.add(found.group(1))));
        try {
            shelf.add(name, version, applying(dependencies, ""));
            for (String extra : extras) {
                List<String> more = new ArrayList<>(List.of(applying(dependencies, extra)));
                more.add(name + "==" + version);
                shelf.add(name + "[" + extra + "]", version, more.toArray(String[]::new));
            }
        } catch (IllegalArgumentException _) {
            // A version that no standard knows: installers do not see it either.
            return;
        }
    }

    private static String[] applying(List<String> dependencies, String extra) {
        return dependencies.stream()
                .filter(text -> text.indexOf(';') < 0 || holds(text.substring(text.indexOf(';') + 1), extra))
                .flatMap(text -> normal(text.split(";")[0]).stream())
                .toArray(String[]::new);
    }

    private static boolean holds(String marker, String extra) {
        for (String alternative : marker.split("\\bor\\b")) {
            boolean all = true;
            for (String part : alternative.split("\\band\\b")) {
                all &= compares(part.strip(), extra);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static boolean compares(String part, String extra) {
        Matcher parts = COMPARISON.matcher(part.replaceAll("^[(\\s]+", ""));
        if (!parts.lookingAt()) {
            return false;
        }
        String operand = parts.group(3);
        if (parts.group(1).equals("extra")) {
            return extra.equals(operand);
        }
        String actual = PYTHON.getOrDefault(parts.group(1), "");
        return switch (parts.group(2)) {
            case "in" -> operand.contains(actual);
            case "not in" -> !operand.contains(actual);
            default ->
                parts.group(1).startsWith("python_")
                        ? ShelfVersion.of(actual).passes(parts.group(2), operand)
                        : actual.equals(operand) == parts.group(2).equals("==");
        };
    }

    /** One requirement for each extra, or one for the package itself. */
    static List<String> normal(String text) {
        Matcher parts = NAME.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        String name = name(parts.group(1));
        String clauses = parts.group(3).replaceAll("[()\\s]", "");
        if (parts.group(2) == null) {
            return List.of(name + clauses);
        }
        List<String> each = new ArrayList<>();
        for (String extra : parts.group(2).split(",")) {
            each.add(name + "[" + extra.strip() + "]" + clauses);
        }
        return each;
    }

    static String name(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    /** Reads a JSON file, or the same compressed with xz. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(Path file) throws IOException {
        try (JsonParser parser = JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text(file))) {
            parser.nextToken();
            return (Map<String, Object>) value(parser);
        }
    }

    private static String text(Path file) throws IOException {
        if (!file.toString().endsWith(".xz")) {
            return Files.readString(file);
        }
        Process process = new ProcessBuilder("xz", "-dc", file.toString()).start();
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    object.put(key, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            default -> parser.getString();
        };
    }
}
