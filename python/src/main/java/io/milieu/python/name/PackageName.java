package io.milieu.python.name;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.Optional;

/**
 * The name of a project, normalised (PEP 503): lower case, every run of {@code -_.} one dash. Two spellings of one project
 * are equal.
 *
 * @param normalized the normalised name
 */
public record PackageName(String normalized) implements Comparable<PackageName> {

    /** Checks and normalises. */
    public PackageName {
        normalized = NameGrammar.checked("package", normalized);
    }

    /**
     * Reads a name in any spelling.
     *
     * @throws MilieuException {@link PythonError#NAME_INVALID}
     */
    public static PackageName of(String spelling) {
        return new PackageName(spelling);
    }

    /** {@return the name, or nothing if the text is none} */
    public static Optional<PackageName> tryOf(String spelling) {
        return NameGrammar.isName(spelling) ? Optional.of(new PackageName(spelling)) : Optional.empty();
    }

    /** {@return the text normalised by PEP 503, without a check that it is a name} */
    public static String normalize(String text) {
        return NameGrammar.normalized(text);
    }

    /** {@return the name as wheel and directory names write it: with underscores for dashes} */
    public String underscored() {
        return normalized.replace('-', '_');
    }

    @Override
    public int compareTo(PackageName other) {
        return normalized.compareTo(other.normalized);
    }

    @Override
    public String toString() {
        return normalized;
    }
}
