package io.milieu.python.source;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder of sources. Byte code is no part of it, nor are virtual environments; of a repository's own folder only what says which
 * commit it is at, since backends make versions of that.
 *
 * @param root an existing folder
 */
public record SourceTree(Path root) {
    private static final Set<String> REPOSITORIES = Set.of(".hg", ".svn", ".bzr");
    private static final Set<String> COMMIT = Set.of("HEAD", "packed-refs", "refs");

    /**
     * {@return the digest of the content: path, kind, executable bit and bytes of everything, in order}
     *
     * @throws MilieuException if something cannot be read
     */
    public Digest digest() {
        return digest(true, entries().stream().filter(this::counts).toList());
    }

    /** {@return the digest of those files directly in the folder, as far as they exist} */
    public Digest digest(List<String> files) {
        return digest(
                true,
                files.stream()
                        .map(root::resolve)
                        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                        .toList());
    }

    /** {@return a digest that changes when anything in the folder is written to; cheaper than that of the content} */
    public Digest state() {
        return digest(false, entries().stream().filter(this::counts).toList());
    }

    /** {@return a text that changes when that file is written to or replaced} */
    public static String state(Path file) {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:size,ino,lastModifiedTime");
            return attributes.get("size") + " " + attributes.get("ino") + " " + attributes.get("lastModifiedTime");
        } catch (IOException e) {
            throw DiskFailure.of("look at a file", file, e);
        }
    }

    private Digest digest(boolean content, List<Path> entries) {
        MessageDigest computation = Digest.computation();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), computation)) {
            for (Path entry : entries) {
                out.write(describe(entry).getBytes(StandardCharsets.UTF_8));
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    if (content) {
                        Files.copy(entry, out);
                    } else {
                        out.write(Files.getLastModifiedTime(entry).toString().getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            throw DiskFailure.of("read the sources", root, e);
        }
        return Digest.finish(computation);
    }

    private boolean counts(Path entry) {
        Path relative = root.relativize(entry);
        String first = relative.getName(0).toString();
        if (first.equals(".git") && relative.getNameCount() > 1) {
            return COMMIT.contains(relative.getName(1).toString());
        }
        return !REPOSITORIES.contains(first) && !relative.toString().endsWith(".pyc");
    }

    /** Lengths come before texts, so that no two trees are described alike. */
    private String describe(Path entry) throws IOException {
        String path = root.relativize(entry).toString();
        String kind;
        if (Files.isSymbolicLink(entry)) {
            String link = Files.readSymbolicLink(entry).toString();
            kind = "link " + link.length() + " " + link;
        } else if (Files.isDirectory(entry)) {
            kind = "folder";
        } else {
            kind = (Files.isExecutable(entry) ? "program " : "file ") + Files.size(entry);
        }
        return path.length() + " " + path + " " + kind + "\n";
    }

    /**
     * Copies everything but byte code; symbolic links stay what they are. All files can be written to by their owner.
     *
     * @param target an existing, empty folder
     */
    public void copy(Path target) {
        for (Path entry : entries()) {
            Path copy = target.resolve(root.relativize(entry).toString());
            try {
                if (Files.isSymbolicLink(entry)) {
                    Files.createSymbolicLink(copy, Files.readSymbolicLink(entry));
                } else if (Files.isDirectory(entry)) {
                    Files.createDirectory(copy);
                } else if (Files.isRegularFile(entry)) {
                    Files.copy(entry, copy);
                    Files.setPosixFilePermissions(
                            copy,
                            PosixFilePermissions.fromString(Files.isExecutable(entry) ? "rwxr-xr-x" : "rw-r--r--"));
                }
            } catch (IOException e) {
                throw DiskFailure.of("copy the sources", entry, e);
            }
        }
    }

    /** {@return the bytes of all files} */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path entry : entries()) {
            bytes += Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) ? Files.size(entry) : 0;
        }
        return bytes;
    }

    /**
     * {@return the folder in the tree that has the project}
     *
     * @throws MilieuException {@link CoreError#PATH_INVALID} if there is no such folder in the tree
     */
    public Path project(String subdirectory) {
        Path folder = root.resolve(subdirectory).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
            throw new MilieuException(
                    CoreError.PATH_INVALID, "the sources have no folder `" + subdirectory + "` (`#subdirectory=`)");
        }
        return folder;
    }

    private List<Path> entries() {
        List<Path> entries = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    if (folder.equals(root)) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (folder.endsWith("__pycache__") || Files.exists(folder.resolve("pyvenv.cfg"))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    entries.add(folder);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    entries.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw DiskFailure.of("look through the sources", root, e);
        }
        Collections.sort(entries);
        return entries;
    }
}
