package io.milieu.core.link;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an environment is made of. */
public enum LinkMode {
    /** Whole directories are symbolic links, single files are hard links; what the file system cannot do is replaced. */
    AUTO,
    /** Whole directories and single files are symbolic links: store and environment may be on different file systems. */
    SYMLINK,
    /** Every directory is real, every file a hard link. */
    HARDLINK,
    /** Every directory is real, every file a copy that shares its blocks where the file system can (XFS, btrfs). */
    CLONE,
    /** Every directory is real, every file a copy. */
    COPY;

    /**
     * Reads the name of a mode.
     *
     * @param text for example {@code auto}; case does not matter
     * @throws MilieuException {@link CoreError#USAGE} for another text
     */
    public static LinkMode parse(String text) {
        for (LinkMode mode : values()) {
            if (mode.text().equals(text.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        String known = Arrays.stream(values()).map(LinkMode::text).collect(Collectors.joining(", "));
        throw new MilieuException(
                CoreError.USAGE, "`" + text + "` is no link mode", List.of("Use one of: " + known + "."));
    }

    /** {@return the name in lower case, as users write it} */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether a directory that one layer owns is placed as a single link} */
    public boolean linksDirectories() {
        return this == AUTO || this == SYMLINK;
    }

    /** {@return whether the environment stays whole when the layers are removed} */
    public boolean isSelfContained() {
        return this == CLONE || this == COPY;
    }
}
