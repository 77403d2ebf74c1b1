package io.milieu.testkit;

import java.nio.file.Path;

/**
 * Something that changes a file system.
 *
 * @param kind what is done
 * @param path the real path it is done to; the target of a move or a link
 */
public record FileOperation(Kind kind, Path path) {
    /** Kinds of change. */
    public enum Kind {
        /** Opening a file for writing, which may create or empty it. */
        OPEN,
        /** One write or truncation of an open file. */
        WRITE,
        /** Forcing an open file or directory to disk. */
        SYNC,
        /** Making a directory. */
        DIRECTORY,
        /** Making a hard link. */
        LINK,
        /** Making a symbolic link. */
        SYMLINK,
        /** Renaming. */
        MOVE,
        /** Changing times, permissions, owners or other attributes. */
        ATTRIBUTE,
        /** Deleting. */
        DELETE
    }

    @Override
    public String toString() {
        return kind + " " + path;
    }
}
