package io.milieu.core.store;

import java.util.regex.Pattern;

/**
 * A kind of entry. A change of the format of its entries is a new version, and so a new folder: old and new programs share
 * a store without seeing each other's entries.
 *
 * @param name lower-case letters, digits and dashes, starting with a letter
 * @param version of the entries' format, from 1
 * @param digits how many hexadecimal digits of the digest name an entry on disk, 32 to 64
 * @param readOnly whether nobody may write into a finished entry
 */
public record Bucket(String name, int version, int digits, boolean readOnly) {
    // Before the constants: their constructor needs it.
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    /** Immutable content: what packages, archives and images unpack to. */
    public static final Bucket LAYERS = new Bucket("layers", 1, 64, true);

    /** Folders of links into layers. Their names are short, because a shebang line that holds one is limited. */
    public static final Bucket ENVIRONMENTS = new Bucket("environments", 1, 32, false);

    /** Checks the form. */
    public Bucket {
        if (!NAME.matcher(name).matches() || version < 1 || digits < 32 || digits > 64) {
            throw new IllegalArgumentException(
                    "not a bucket: `" + name + "-v" + version + "` of " + digits + " digits");
        }
    }

    /** {@return the name of its folder, for example {@code layers-v1}} */
    public String folder() {
        return name + "-v" + version;
    }
}
