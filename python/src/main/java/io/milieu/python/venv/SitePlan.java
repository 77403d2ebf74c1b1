package io.milieu.python.venv;

import java.util.List;

/**
 * What an environment's tree is made of; paths are relative to its root, sources to the layer of a distribution, which is
 * named by its index. Made by {@link SitePlanner}, without looking at the disk.
 *
 * @param directories to be created, parents first
 * @param links of whole directories and single files
 * @param scripts whose text depends on the environment
 * @param modules in directories that several distributions share: their byte code is linked file by file
 * @param overlaps files that several distributions have
 */
public record SitePlan(
        List<String> directories,
        List<Link> links,
        List<Script> scripts,
        List<Modules> modules,
        List<Overlap> overlaps) {

    /** Copies the lists. */
    public SitePlan {
        directories = List.copyOf(directories);
        links = List.copyOf(links);
        scripts = List.copyOf(scripts);
        modules = List.copyOf(modules);
        overlaps = List.copyOf(overlaps);
    }

    /** What a link stands for. */
    public enum Kind {
        /** One file. */
        FILE,
        /** A directory with all it holds. */
        DIRECTORY,
        /** A directory of byte code, which may come into being later. */
        BYTE_CODE
    }

    /** A link from a path of the environment to one of a layer. */
    public record Link(int owner, String source, String target, Kind kind) {}

    /**
     * A script to write.
     *
     * @param name in {@code bin/}
     * @param text what it calls for a command ({@code module:function}), or the file in the layer to be rewritten
     * @param command whether it is a command
     */
    public record Script(int owner, String name, String text, boolean command) {}

    /** Modules in a directory that has a {@code __pycache__} of its own. */
    public record Modules(int owner, String source, String target, List<String> names) {}

    /** A file that several distributions have: the last one's is used. */
    public record Overlap(String target, int loser, String lost, int winner, String used) {}

    /** {@return whether something is put at that top-level name of the environment} */
    boolean fills(String topLevel) {
        return directories.contains(topLevel)
                || links.stream().anyMatch(link -> link.target().equals(topLevel));
    }
}
