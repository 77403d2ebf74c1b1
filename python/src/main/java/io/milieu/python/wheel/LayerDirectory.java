package io.milieu.python.wheel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A directory of a layer, read from one compact text without looking at the disk. Its children are read when they are asked
 * for, so a directory that is linked as a whole costs nothing however much it holds. Immutable.
 *
 * <p>The text is a sequence of items, each a kind, a name and a slash: {@code f} a file, {@code d} a directory, {@code l} a
 * directory that may be linked as a whole; {@code ./} ends a directory. Names cannot hold a slash, so nothing is escaped.
 */
public final class LayerDirectory implements LayerNode {
    private final String name;
    private final boolean linkable;
    private final String text;
    private final int from;
    private final int to;

    private LayerDirectory(String name, boolean linkable, String text, int from, int to) {
        this.name = name;
        this.linkable = linkable;
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** {@return the root directory that a text describes} */
    public static LayerDirectory parse(String text) {
        return new LayerDirectory("", false, text, 0, text.length());
    }

    /** {@return the root directory of the files}
     *
     * @param files paths with slashes
     * @param linkable the directories that may be linked as a whole
     */
    static LayerDirectory of(Collection<String> files, Collection<String> linkable) {
        Draft root = new Draft();
        files.forEach(file -> root.add(file, 0));
        StringBuilder text = new StringBuilder();
        root.write(text, "", linkable);
        return parse(text.toString());
    }

    @Override
    public String name() {
        return name;
    }

    /** {@return whether one link may stand for it: no other distribution is expected to put files into it} */
    public boolean linkable() {
        return linkable;
    }

    /** {@return the text that {@link #parse} reads} */
    public String text() {
        return text.substring(from, to);
    }

    /** {@return what it holds, sorted by name within files and within directories} */
    public List<LayerNode> children() {
        List<LayerNode> children = new ArrayList<>();
        int at = from;
        while (at < to) {
            int slash = text.indexOf('/', at);
            char kind = text.charAt(at);
            String child = text.substring(at + 1, slash);
            at = slash + 1;
            if (kind == 'f') {
                children.add(new LayerFile(child));
            } else {
                int end = endOfDirectory(at);
                children.add(new LayerDirectory(child, kind == 'l', text, at, end));
                at = end + 2;
            }
        }
        return children;
    }

    private int endOfDirectory(int start) {
        int depth = 1;
        int at = start;
        while (true) {
            char kind = text.charAt(at);
            if (kind == '.' && --depth == 0) {
                return at;
            }
            depth += kind == 'd' || kind == 'l' ? 1 : 0;
            at = text.indexOf('/', at) + 1;
        }
    }

    private static final class Draft {
        private final Map<String, Draft> directories = new TreeMap<>();
        private final List<String> files = new ArrayList<>();

        void add(String path, int from) {
            int slash = path.indexOf('/', from);
            if (slash < 0) {
                files.add(path.substring(from));
            } else {
                directories
                        .computeIfAbsent(path.substring(from, slash), any -> new Draft())
                        .add(path, slash + 1);
            }
        }

        void write(StringBuilder text, String prefix, Collection<String> linkable) {
            files.stream()
                    .sorted()
                    .forEach(file -> text.append('f').append(file).append('/'));
            directories.forEach((child, draft) -> {
                String path = prefix + child;
                text.append(linkable.contains(path) ? 'l' : 'd').append(child).append('/');
                draft.write(text, path + "/", linkable);
                text.append("./");
            });
        }
    }
}
