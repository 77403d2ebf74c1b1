package io.milieu.python.name;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.Optional;

/**
 * The name of an extra (PEP 685) or of a dependency group (PEP 735), normalised like a {@link PackageName}.
 *
 * @param normalized the normalised name
 */
public record ExtraName(String normalized) implements Comparable<ExtraName> {

    /** Checks and normalises. */
    public ExtraName {
        normalized = NameGrammar.checked("extra", normalized);
    }

    /**
     * Reads a name in any spelling.
     *
     * @throws MilieuException {@link PythonError#NAME_INVALID}
     */
    public static ExtraName of(String spelling) {
        return new ExtraName(spelling);
    }

    /** {@return the name, or nothing if the text is none} */
    public static Optional<ExtraName> tryOf(String spelling) {
        return NameGrammar.isName(spelling) ? Optional.of(new ExtraName(spelling)) : Optional.empty();
    }

    @Override
    public int compareTo(ExtraName other) {
        return normalized.compareTo(other.normalized);
    }

    @Override
    public String toString() {
        return normalized;
    }
}
