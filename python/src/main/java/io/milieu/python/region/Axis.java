package io.milieu.python.region;

import io.milieu.python.requirement.MarkerVariable;
import java.util.List;

/**
 * What a diagram decides by: a variable of markers with a text for a value, or a comparison that is only known as a whole, whose value is
 * {@link #TRUE} or another.
 *
 * @param rank the place in the order of decisions: what others follow from comes first
 * @param text the variable, or the comparison
 */
record Axis(int rank, String text) implements Comparable<Axis> {
    static final String TRUE = "true";

    private static final List<MarkerVariable> ORDER = List.of(
            MarkerVariable.SYS_PLATFORM,
            MarkerVariable.PLATFORM_SYSTEM,
            MarkerVariable.OS_NAME,
            MarkerVariable.PLATFORM_MACHINE,
            MarkerVariable.IMPLEMENTATION_NAME,
            MarkerVariable.PLATFORM_PYTHON_IMPLEMENTATION);

    /** {@return the axis of a variable} */
    static Axis of(MarkerVariable variable) {
        int place = ORDER.indexOf(variable);
        return new Axis(place < 0 ? ORDER.size() : place, variable.toString());
    }

    /** {@return the axis of a comparison} */
    static Axis whole(String comparison) {
        return new Axis(ORDER.size() + 1, comparison);
    }

    boolean isWhole() {
        return rank > ORDER.size();
    }

    @Override
    public int compareTo(Axis other) {
        int order = Integer.compare(rank, other.rank);
        return order == 0 ? text.compareTo(other.text) : order;
    }
}
