package io.milieu.cli;

import io.milieu.cli.picture.Diagram;
import io.milieu.cli.picture.Diagram.Arrow;
import io.milieu.cli.picture.Diagram.Box;
import io.milieu.cli.picture.Diagram.Look;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.name.PackageName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The packages of a lock and who requires which.
 *
 * @param versions the version of each package by its normalized name, in alphabetical order
 * @param needs what each package requires, by its name, then by theirs: the requirement in words
 * @param requested the packages that the user asks for, with the requirement
 */
record PackageGraph(
        Map<String, String> versions, Map<String, Map<String, String>> needs, Map<String, String> requested) {

    /** {@return the graph of the packages of a lock's section} */
    static PackageGraph of(JsonObject section) {
        Map<String, String> versions = new TreeMap<>();
        Map<String, Map<String, String>> needs = new TreeMap<>();
        Map<String, String> requested = new TreeMap<>();
        for (JsonValue value : section.array("packages")) {
            if (value instanceof JsonObject entry) {
                String name = PackageName.normalize(entry.string("name").orElse(""));
                versions.put(name, entry.string("version").orElse("?"));
                for (String who : entry.strings("required_by")) {
                    int colon = who.indexOf(": ");
                    String parent = who.substring(0, Math.max(0, colon)).split(" ", 2)[0];
                    String words = who.substring(colon + 2);
                    boolean byUser = who.startsWith("you: ") || who.startsWith("an override: ");
                    (byUser ? requested : needs.computeIfAbsent(parent, key -> new TreeMap<>()))
                            .merge(name, words, (one, other) -> one.equals(other) ? one : one + ", " + other);
                }
                if (entry.bool("requested", false)) {
                    requested.putIfAbsent(name, name);
                }
            }
        }
        return new PackageGraph(versions, needs, requested);
    }

    /**
     * {@return the same packages, each above those that require it} On top is what requires nothing; of packages that require each
     * other, and nothing else, the first by name.
     */
    PackageGraph inverted() {
        Map<String, Map<String, String>> turned = new TreeMap<>();
        needs.forEach((parent, children) -> children.forEach((child, words) ->
                turned.computeIfAbsent(child, key -> new TreeMap<>()).put(parent, words)));
        Map<String, String> roots = new TreeMap<>();
        Map<String, Set<String>> reached = new TreeMap<>();
        versions.keySet().forEach(name -> reached.put(name, reachedFrom(name)));
        reached.forEach((name, below) -> {
            boolean bottom = below.stream()
                    .allMatch(other -> name.compareTo(other) <= 0
                            && reached.getOrDefault(other, Set.of()).contains(name));
            if (bottom) {
                roots.put(name, name);
            }
        });
        return new PackageGraph(versions, turned, roots);
    }

    /** {@return what a package requires directly or not; itself only if it is required in turn} */
    private Set<String> reachedFrom(String name) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(of(name).keySet());
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) {
                open.addAll(of(next).keySet());
            }
        }
        return reached;
    }

    /** {@return what a package requires, by name; nothing for one that requires nothing} */
    Map<String, String> of(String name) {
        return needs.getOrDefault(name, Map.of());
    }

    /**
     * {@return the lines of a tree below each of those packages} A package is opened out once, where it is met first above the last
     * level, and marked wherever else it would be.
     *
     * @param depth how many levels are shown below the top
     */
    List<String> tree(List<String> top, int depth) {
        List<String> lines = new ArrayList<>();
        Set<String> opened = new HashSet<>();
        for (String name : top) {
            boolean again = opened.contains(name);
            lines.add(name + " " + versions.getOrDefault(name, "?") + (again ? " (*)" : ""));
            if (!again) {
                branches(name, "", depth, opened, lines);
            }
        }
        return lines;
    }

    private void branches(String name, String indent, int depth, Set<String> opened, List<String> lines) {
        List<Map.Entry<String, String>> children = List.copyOf(of(name).entrySet());
        if (depth <= 0 || children.isEmpty()) {
            return;
        }
        opened.add(name);
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            String child = children.get(i).getKey();
            boolean again = opened.contains(child);
            lines.add(indent + (last ? "└── " : "├── ") + child + " " + versions.getOrDefault(child, "?") + "  ["
                    + children.get(i).getValue() + "]" + (again ? " (*)" : ""));
            if (!again) {
                branches(child, indent + (last ? "    " : "│   "), depth - 1, opened, lines);
            }
        }
    }

    /** {@return the packages with what each requires} */
    JsonArray toJson() {
        List<JsonValue> all = new ArrayList<>();
        versions.forEach((name, version) -> {
            List<JsonValue> requires = new ArrayList<>();
            of(name).forEach((child, words) -> requires.add(JsonValue.object()
                    .put("name", child)
                    .put("requirement", words)
                    .build()));
            all.add(JsonValue.object()
                    .put("name", name)
                    .put("version", version)
                    .put("requested", requested.containsKey(name))
                    .put("requires", new JsonArray(requires))
                    .build());
        });
        return new JsonArray(all);
    }

    /** {@return the picture: what is asked for on top} */
    Diagram diagram() {
        List<String> names = List.copyOf(versions.keySet());
        List<Box> boxes = names.stream()
                .map(name -> new Box(
                        name + " " + versions.get(name), requested.containsKey(name) ? Look.STRONG : Look.ROUND))
                .toList();
        List<Arrow> arrows = new ArrayList<>();
        needs.forEach((parent, children) -> children.forEach((child, words) -> {
            if (versions.containsKey(parent)) {
                String label = words.startsWith(child) ? words.substring(child.length()) : words;
                arrows.add(new Arrow(names.indexOf(parent), names.indexOf(child), label));
            }
        }));
        return new Diagram(boxes, arrows);
    }
}
