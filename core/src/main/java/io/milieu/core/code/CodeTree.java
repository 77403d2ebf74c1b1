package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What of a folder belongs to the code: the result of one walk that reads no content. Immutable.
 *
 * @param root the folder
 * @param entries everything below it that is not ignored, sorted by path, so that a folder comes before what is in it
 */
public record CodeTree(Path root, List<Entry> entries) {

    /** Something in a tree; its path is relative to the root and has slashes. */
    public sealed interface Entry {
        /** {@return the path} */
        String path();
    }

    /** A folder; an empty one counts too, as a program may want to list it. */
    public record Folder(String path) implements Entry {}

    /** A regular file, whether its owner may execute it, and its size in bytes. */
    public record CodeFile(String path, boolean executable, long size) implements Entry {}

    /** A symbolic link, which is kept as it is; it never leads out of the tree. */
    public record Link(String path, String target) implements Entry {}

    /** Sorts the entries. */
    public CodeTree {
        entries = entries.stream().sorted(Comparator.comparing(Entry::path)).toList();
    }

    /**
     * Walks a folder.
     *
     * @param root an existing folder
     * @param rules what to leave out
     * @throws MilieuException {@link CoreError#PATH_INVALID} for a link that leads out of the tree and for a device, socket or
     *     pipe; {@link CoreError#PERMISSION_DENIED} or {@link CoreError#IO_FAILED} if something cannot be read
     */
    public static CodeTree walk(Path root, IgnoreRules rules) {
        Walk walk = new Walk(root, new ArrayList<>());
        walk.folder(root, "", rules);
        return new CodeTree(root, walk.entries);
    }

    /** {@return the number of bytes of all files} */
    public long size() {
        return entries.stream()
                .mapToLong(entry -> entry instanceof CodeFile file ? file.size : 0)
                .sum();
    }

    private record Walk(Path root, List<Entry> entries) {

        void folder(Path folder, String path, IgnoreRules outer) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
                IgnoreRules rules = outer.within(folder, path);
                for (Path child : children) {
                    String name = child.getFileName().toString();
                    child(child, path.isEmpty() ? name : path + "/" + name, rules);
                }
            } catch (IOException e) {
                throw DiskFailure.of("read the folder", folder, e);
            }
        }

        private void child(Path child, String path, IgnoreRules rules) throws IOException {
            PosixFileAttributes found =
                    Files.readAttributes(child, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (rules.ignores(path, found.isDirectory())) {
                return;
            }
            if (found.isDirectory()) {
                entries.add(new Folder(path));
                folder(child, path, rules);
            } else if (found.isRegularFile()) {
                boolean executable = found.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
                entries.add(new CodeFile(path, executable, found.size()));
            } else if (found.isSymbolicLink()) {
                entries.add(link(child, path));
            } else {
                throw refusal("`" + child + "` is neither a file, a folder nor a link");
            }
        }

        private Link link(Path child, String path) throws IOException {
            String target = Files.readSymbolicLink(child).toString();
            if (!LinkTarget.isSafe(path, target)) {
                throw refusal("`" + child + "` is a link to `" + target + "`, which may lead out of `" + root + "`");
            }
            return new Link(path, target);
        }

        private static MilieuException refusal(String message) {
            return new MilieuException(
                    CoreError.PATH_INVALID,
                    message,
                    List.of(
                            "leave it out with `excludes` or a `.milieuignore`, or put a copy of the content in its place"));
        }
    }
}
