package io.milieu.python.requirement;

import io.milieu.python.version.VersionOperator;

/** How a marker compares its two sides (PEP 508). */
public enum MarkerOperator {
    /** {@code ~=}: versions only. */
    COMPATIBLE(VersionOperator.COMPATIBLE.symbol()),
    /** {@code ===}: the same text. */
    ARBITRARY(VersionOperator.ARBITRARY.symbol()),
    /** {@code ==}. */
    EQUAL(VersionOperator.EQUAL.symbol()),
    /** {@code !=}. */
    NOT_EQUAL(VersionOperator.NOT_EQUAL.symbol()),
    /** {@code <=}. */
    LESS_EQUAL(VersionOperator.LESS_EQUAL.symbol()),
    /** {@code >=}. */
    GREATER_EQUAL(VersionOperator.GREATER_EQUAL.symbol()),
    /** {@code <}. */
    LESS(VersionOperator.LESS.symbol()),
    /** {@code >}. */
    GREATER(VersionOperator.GREATER.symbol()),
    /** The left text is part of the right one, or a member of the right set. */
    IN("in"),
    /** Not {@link #IN}. */
    NOT_IN("not in");

    private final String symbol;

    MarkerOperator(String symbol) {
        this.symbol = symbol;
    }

    static MarkerOperator of(VersionOperator operator) {
        return valueOf(operator.name());
    }

    boolean isMembership() {
        return this == IN || this == NOT_IN;
    }

    /** Texts have no order: where a version was expected and is none, only equality can hold. */
    boolean holdsForTexts(String left, String right) {
        return switch (this) {
            case EQUAL, ARBITRARY, LESS_EQUAL, GREATER_EQUAL -> left.equals(right);
            case NOT_EQUAL -> !left.equals(right);
            case COMPATIBLE, LESS, GREATER -> false;
            case IN -> right.contains(left);
            case NOT_IN -> !right.contains(left);
        };
    }

    /** {@return the operator as written} */
    @Override
    public String toString() {
        return symbol;
    }
}
