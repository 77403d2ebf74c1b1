package io.milieu.python.interpreter;

import io.milieu.core.base.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One state of one file. Two equal identities mean that the file was not replaced or rewritten in between.
 *
 * @param path the path with every symbolic link resolved
 * @param size in bytes
 * @param modified nanoseconds since 1970
 * @param inode the number within the file system
 */
public record FileIdentity(Path path, long size, long modified, long inode) {

    /**
     * {@return the identity of the file that a path leads to}
     *
     * @throws IOException if there is no such file
     */
    static FileIdentity of(Path path) throws IOException {
        Path real = path.toRealPath();
        Map<String, Object> attributes = Files.readAttributes(real, "unix:size,ino,lastModifiedTime");
        FileTime modified = (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"));
        return new FileIdentity(
                real, number(attributes, "size"), modified.to(TimeUnit.NANOSECONDS), number(attributes, "ino"));
    }

    /** {@return a key for this state of the file together with further text that matters} */
    Digest digest(String further) {
        return Digest.ofText(String.join("\n", path.toString(), size + " " + modified + " " + inode, further));
    }

    private static long number(Map<String, Object> attributes, String name) {
        return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
    }
}
