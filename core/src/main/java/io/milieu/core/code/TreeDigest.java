package io.milieu.core.code;

import io.milieu.core.base.Digest;
import io.milieu.core.code.CodeTree.CodeFile;
import io.milieu.core.code.CodeTree.Entry;
import io.milieu.core.code.CodeTree.Folder;
import io.milieu.core.code.CodeTree.Link;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * The digest of a {@link CodeTree}: SHA-256 over the kind, path, executable bit and bytes of every entry in order, each text
 * and each content preceded by its length, so that no two trees give the same bytes to hash. Times and owners are not part
 * of it. One use per instance.
 */
public final class TreeDigest {
    private static final String FORMAT = "milieu-tree-1";
    private static final int BUFFER = 64 * 1024;

    private final MessageDigest computation = Digest.computation();
    private final byte[] buffer = new byte[BUFFER];
    private final Path root;

    private TreeDigest(Path root) {
        this.root = root;
        text(FORMAT);
    }

    /**
     * Reads every file of the tree.
     *
     * @throws MilieuException {@link CoreError#CODE_CHANGED} if a file is no longer what the walk saw
     */
    public static Digest of(CodeTree tree) {
        TreeDigest digest = new TreeDigest(tree.root());
        for (Entry entry : tree.entries()) {
            digest.describe(entry);
            if (entry instanceof CodeFile file) {
                digest.content(file, (bytes, count) -> {});
            }
        }
        return Digest.finish(digest.computation);
    }

    /**
     * Copies the tree, hashing what is copied. Files become {@code 0644} or {@code 0755} before the umask. After a failure the
     * target holds a part of the tree.
     *
     * @param target an existing, empty folder
     * @param expected the digest that the tree had
     * @throws MilieuException {@link CoreError#CODE_CHANGED} if what was copied has another digest
     */
    public static void copy(CodeTree tree, Path target, Digest expected) {
        TreeDigest digest = new TreeDigest(tree.root());
        for (Entry entry : tree.entries()) {
            digest.describe(entry);
            digest.copy(entry, target.resolve(entry.path()));
        }
        if (!Digest.finish(digest.computation).equals(expected)) {
            throw changed("the folder", tree.root());
        }
    }

    private void copy(Entry entry, Path copy) {
        try {
            switch (entry) {
                case Folder _ -> Files.createDirectory(copy);
                case Link link -> Files.createSymbolicLink(copy, Path.of(link.target()));
                case CodeFile file -> {
                    try (FreshFile out = FreshFile.create(copy, file.executable())) {
                        content(file, out::write);
                    }
                }
            }
        } catch (IOException e) {
            throw DiskFailure.of("write the code", copy, e);
        }
    }

    private void describe(Entry entry) {
        text(entry.path());
        switch (entry) {
            case Folder _ -> text("folder");
            case Link link -> {
                text("link");
                text(link.target());
            }
            case CodeFile file -> {
                text(file.executable() ? "program" : "file");
                number(file.size());
            }
        }
    }

    /** Where the content goes while it is hashed. */
    private interface Sink {
        void write(byte[] bytes, int count);
    }

    private void content(CodeFile file, Sink sink) {
        Path path = root.resolve(file.path());
        long total = 0;
        try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                computation.update(buffer, 0, count);
                sink.write(buffer, count);
                total += count;
            }
        } catch (NoSuchFileException e) {
            throw changed("the file", path);
        } catch (IOException e) {
            throw DiskFailure.of("read the code", path, e);
        }
        if (total != file.size()) {
            throw changed("the file", path);
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        computation.update(bytes);
    }

    private void number(long number) {
        computation.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }

    private static MilieuException changed(String what, Path path) {
        return new MilieuException(
                CoreError.CODE_CHANGED,
                what + " `" + path + "` changed while it was read",
                List.of("try again when nothing writes to it any more"));
    }
}
