package io.milieu.core.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The name of an archive's entry as a path inside a tree. */
final class EntryPath {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:/.*", Pattern.DOTALL);

    private EntryPath() {}

    /**
     * {@return the path with single slashes and without dots; empty for the root of the tree}
     *
     * @throws io.milieu.core.error.MilieuException if the name is not that of something inside the tree on every system
     */
    static String of(String name, Refusal refusal) {
        if (name.indexOf('\0') >= 0 || name.indexOf('\\') >= 0) {
            throw refusal.entry(name, "has a backslash or a NUL in its name");
        }
        if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
            throw refusal.entry(name, "has an absolute name");
        }
        List<String> steps = new ArrayList<>();
        for (String step : name.split("/")) {
            if (step.equals("..")) {
                throw refusal.entry(name, "has `..` in its name");
            }
            if (!step.isEmpty() && !step.equals(".")) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }
}
