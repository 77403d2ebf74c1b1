package io.milieu.python.requirement;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.MarkerOperand.Literal;
import io.milieu.python.version.VersionSpecifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One comparison in a marker, immutable. */
public final class MarkerComparison implements Marker {
    private final MarkerOperand left;
    private final MarkerOperator operator;
    private final MarkerOperand right;
    private final MarkerVariable subject;
    private final @Nullable VersionSpecifier specifier;

    private MarkerComparison(MarkerOperand left, MarkerOperator operator, MarkerOperand right, MarkerVariable subject) {
        this.left = left;
        this.operator = operator;
        this.right = right;
        this.subject = subject;
        this.specifier = right instanceof Literal(String text) ? specifier(text) : null;
    }

    /**
     * Compares two operands, at least one of them a variable.
     *
     * @throws MilieuException {@link PythonError#MARKER_INVALID} if neither is one, or a set is used other than as
     *     {@code "name" in set}
     */
    public static MarkerComparison of(MarkerOperand left, MarkerOperator operator, MarkerOperand right) {
        String text = left + " " + operator + " " + right;
        MarkerVariable subject = left instanceof MarkerVariable variable ? variable : variable(right, text);
        boolean set = subject.holdsSet() || (right instanceof MarkerVariable other && other.holdsSet());
        if (set && !(left instanceof Literal && operator.isMembership())) {
            throw new MilieuException(
                    PythonError.MARKER_INVALID, "`" + text + "` must have the form `\"name\" in " + subject + "`");
        }
        return new MarkerComparison(normalized(left, subject), operator, normalized(right, subject), subject);
    }

    /** {@return the left side} */
    public MarkerOperand left() {
        return left;
    }

    /** {@return the operator} */
    public MarkerOperator operator() {
        return operator;
    }

    /** {@return the right side} */
    public MarkerOperand right() {
        return right;
    }

    @Override
    public boolean holds(MarkerContext context) {
        String text = context.text(left);
        if (subject.holdsSet()) {
            return context.isMember(text, subject) == (operator == MarkerOperator.IN);
        }
        VersionSpecifier clause =
                specifier != null || right instanceof Literal ? specifier : specifier(context.text(right));
        return clause != null ? clause.contains(text) : operator.holdsForTexts(text, context.text(right));
    }

    /** PEP 508: versions are compared where the right side makes a valid specifier, texts otherwise. */
    private @Nullable VersionSpecifier specifier(String version) {
        if (!subject.holdsVersion() || operator.isMembership()) {
            return null;
        }
        return VersionSpecifier.tryParse(operator + version).orElse(null);
    }

    private static MarkerVariable variable(MarkerOperand operand, String text) {
        return switch (operand) {
            case MarkerVariable variable -> variable;
            case Literal ignored ->
                throw new MilieuException(PythonError.MARKER_INVALID, "`" + text + "` compares no marker variable");
        };
    }

    private static MarkerOperand normalized(MarkerOperand operand, MarkerVariable subject) {
        return operand instanceof Literal(String text) && subject.holdsNames()
                ? new Literal(PackageName.normalize(text))
                : operand;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MarkerComparison that
                && left.equals(that.left)
                && operator == that.operator
                && right.equals(that.right);
    }

    @Override
    public int hashCode() {
        return Objects.hash(left, operator, right);
    }

    @Override
    public String toString() {
        return left + " " + operator + " " + right;
    }
}
