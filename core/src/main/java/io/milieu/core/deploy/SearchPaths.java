package io.milieu.core.deploy;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Variables that hold a list of folders. */
final class SearchPaths {
    private SearchPaths() {}

    static void prepend(Map<String, String> variables, String name, List<String> folders) {
        join(variables, name, folders, List.of());
    }

    static void append(Map<String, String> variables, String name, List<String> folders) {
        join(variables, name, List.of(), folders);
    }

    private static void join(Map<String, String> variables, String name, List<String> before, List<String> after) {
        List<String> all = new ArrayList<>(before);
        String present = variables.getOrDefault(name, "");
        // An empty element would mean the current folder: never make one.
        if (!present.isEmpty()) {
            all.add(present);
        }
        all.addAll(after);
        if (!all.isEmpty()) {
            variables.put(name, String.join(File.pathSeparator, all));
        }
    }
}
