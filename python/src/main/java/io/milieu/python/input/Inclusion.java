package io.milieu.python.input;

/**
 * An option that brings requirements.
 *
 * @param kind what its value is
 * @param value the name of a file, or what is installed in place
 */
record Inclusion(Kind kind, String value) {
    /** What such an option brings. */
    enum Kind {
        REQUIREMENTS,
        CONSTRAINTS,
        OVERRIDES,
        EDITABLE
    }
}
