package io.milieu.core.store;

import io.milieu.core.base.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an entry on disk.
 *
 * @param folder the bucket's folder, for example {@code layers-v1}
 * @param digits the first hexadecimal digits of the key's digest, as many as the bucket uses
 */
public record EntryName(String folder, String digits) implements Comparable<EntryName> {
    private static final Pattern FOLDER = Pattern.compile("[a-z][a-z0-9-]*-v[1-9][0-9]*");
    private static final int FEWEST_DIGITS = 32;
    private static final int MOST_DIGITS = 64;

    /** Checks the form. */
    public EntryName {
        if (!isFolder(folder) || !areDigits(digits)) {
            throw new IllegalArgumentException("not the name of an entry: `" + folder + "/" + digits + "`");
        }
    }

    /** {@return the name that {@link #toString} wrote, if the text is one} */
    public static Optional<EntryName> parse(String text) {
        int slash = text.indexOf('/');
        String folder = text.substring(0, Math.max(slash, 0));
        String digits = text.substring(slash + 1);
        return isFolder(folder) && areDigits(digits) ? Optional.of(new EntryName(folder, digits)) : Optional.empty();
    }

    /** {@return the name with twelve digits, for people} */
    public String brief() {
        return folder + "/" + digits.substring(0, 12);
    }

    /** {@return whether that is the name of a bucket's folder} */
    public static boolean isFolder(String name) {
        return FOLDER.matcher(name).matches();
    }

    private static boolean areDigits(String text) {
        return text.length() >= FEWEST_DIGITS && text.length() <= MOST_DIGITS && Digest.isHex(text);
    }

    @Override
    public int compareTo(EntryName other) {
        int byFolder = folder.compareTo(other.folder);
        return byFolder != 0 ? byFolder : digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return folder + "/" + digits;
    }
}
