package io.milieu.python.version;

import java.util.Optional;

/** How a specifier compares a candidate with its version (PEP 440). */
public enum VersionOperator {
    /** At least, and the same release but for the last number. */
    COMPATIBLE("~="),
    /** The same text, without regard to case. */
    ARBITRARY("==="),
    /** The same version, or one with the given prefix. */
    EQUAL("=="),
    /** Not the same version, or none with the given prefix. */
    NOT_EQUAL("!="),
    /** The same or earlier. */
    LESS_EQUAL("<="),
    /** The same or later. */
    GREATER_EQUAL(">="),
    /** Earlier, but no pre-release of the version itself. */
    LESS("<"),
    /** Later, but no post-release or local build of the version itself. */
    GREATER(">");

    private final String symbol;

    VersionOperator(String symbol) {
        this.symbol = symbol;
    }

    /** {@return the operator as written} */
    public String symbol() {
        return symbol;
    }

    /** {@return the longest operator that the text has at the index} */
    public static Optional<VersionOperator> at(String text, int index) {
        for (VersionOperator operator : values()) {
            if (text.startsWith(operator.symbol, index)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    boolean allowsWildcard() {
        return this == EQUAL || this == NOT_EQUAL;
    }
}
