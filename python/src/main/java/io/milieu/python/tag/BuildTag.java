package io.milieu.python.tag;

import java.util.Comparator;

/**
 * The build part of a wheel's name (PEP 427): among wheels that fit equally well, the highest wins.
 *
 * @param number the leading number; -1 where there is no build part
 * @param rest what follows the number
 */
public record BuildTag(long number, String rest) implements Comparable<BuildTag> {
    /** No build part, lower than any. */
    public static final BuildTag NONE = new BuildTag(-1, "");

    private static final Comparator<BuildTag> ORDER =
            Comparator.comparingLong(BuildTag::number).thenComparing(BuildTag::rest);

    @Override
    public int compareTo(BuildTag other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return number < 0 ? "" : number + rest;
    }
}
