package io.milieu.core.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * Which paths of a tree do not belong to the code, decided as gitignore(5) does: the last matching pattern of the strongest
 * source counts, {@code !} takes a path back, and nothing can be taken back out of an ignored folder. From strong to weak:
 * the {@code excludes} of the spec; the patterns that hold by default; {@code .milieuignore}, then {@code .gitignore} of the
 * folder, then of the folders above it up to the root of the tree. Immutable.
 */
public final class IgnoreRules {
    /** The patterns that hold by default in a {@code working_dir}. */
    public static final List<String> WORKING_DIR_DEFAULTS = List.of(".git", ".venv", "venv", "__pycache__");

    private static final List<String> FILES_BY_STRENGTH = List.of(".milieuignore", ".gitignore");

    /** Rules for the paths below one folder, whose path is empty for the root and else ends with a slash. */
    private record Source(String folder, IgnoreNode rules) {}

    private final List<Source> strongestFirst;

    private IgnoreRules(List<Source> strongestFirst) {
        this.strongestFirst = List.copyOf(strongestFirst);
    }

    /** {@return the rules that hold before any folder has been entered} */
    public static IgnoreRules of(List<String> excludes, List<String> defaults) {
        // The defaults are above all ignore files: a list of what to keep (`*`, then `!*/`, `!*.py`) means no
        // virtualenv by that.
        List<FastIgnoreRule> patterns = Stream.concat(defaults.stream(), excludes.stream())
                .map(FastIgnoreRule::new)
                .toList();
        return new IgnoreRules(List.of(new Source("", new IgnoreNode(patterns))));
    }

    /**
     * Adds the ignore files of a folder; they must be regular files.
     *
     * @param folder the folder
     * @param path its path from the root of the tree, with slashes; empty for the root itself
     */
    IgnoreRules within(Path folder, String path) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String name : FILES_BY_STRENGTH) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                sources.add(new Source(path.isEmpty() ? "" : path + "/", read(file)));
            }
        }
        if (sources.isEmpty()) {
            return this;
        }
        sources.addFirst(strongestFirst.getFirst());
        sources.addAll(strongestFirst.subList(1, strongestFirst.size()));
        return new IgnoreRules(sources);
    }

    private static IgnoreNode read(Path file) throws IOException {
        IgnoreNode rules = new IgnoreNode();
        try (InputStream text = Files.newInputStream(file)) {
            rules.parse(text);
        }
        return rules;
    }

    /** {@return whether the path, relative to the root of the tree and in a folder that was entered, is left out} */
    boolean ignores(String path, boolean isFolder) {
        for (Source source : strongestFirst) {
            Boolean decision = source.rules.checkIgnored(path.substring(source.folder.length()), isFolder);
            if (decision != null) {
                return decision;
            }
        }
        return false;
    }
}
