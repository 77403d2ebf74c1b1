package io.milieu.python.requirement;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A condition on the environment (PEP 508), immutable. Its text is canonical: equal markers print alike. */
public sealed interface Marker permits Marker.And, Marker.Or, MarkerComparison {
    /**
     * Reads a marker.
     *
     * @throws MilieuException {@link PythonError#MARKER_INVALID}; the message shows the place
     */
    static Marker parse(String text) {
        return MarkerParser.parse(text);
    }

    /** {@return the marker that always holds; its text is empty} */
    static Marker always() {
        return And.NONE;
    }

    /** {@return whether the marker holds where no extra is asked for} */
    default boolean evaluate(MarkerEnvironment environment) {
        return evaluate(environment, Set.of());
    }

    /**
     * {@return whether the marker holds for at least one of the extras, or, if there are none, without one}
     *
     * <p>The variable {@link MarkerVariable#EXTRA} takes each of the extras in turn, {@link MarkerVariable#EXTRAS} is all of them.
     */
    default boolean evaluate(MarkerEnvironment environment, Set<ExtraName> extras) {
        return evaluate(environment, extras, Set.of());
    }

    /** {@return as above, with the dependency groups that are asked for} */
    default boolean evaluate(MarkerEnvironment environment, Set<ExtraName> extras, Set<ExtraName> groups) {
        MarkerContext context = new MarkerContext(environment, "", extras, groups);
        if (extras.isEmpty()) {
            return holds(context);
        }
        for (ExtraName extra : extras) {
            if (holds(context.withExtra(extra))) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the marker holds in the context} */
    boolean holds(MarkerContext context);

    /**
     * All parts hold.
     *
     * @param parts the parts; none means always
     */
    record And(List<Marker> parts) implements Marker {
        private static final And NONE = new And(List.of());

        /** Copies the parts. */
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(MarkerContext context) {
            for (Marker part : parts) {
                if (!part.holds(context)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
                    .collect(Collectors.joining(" and "));
        }
    }

    /**
     * At least one part holds.
     *
     * @param parts the parts
     */
    record Or(List<Marker> parts) implements Marker {
        /** Copies the parts. */
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(MarkerContext context) {
            for (Marker part : parts) {
                if (part.holds(context)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return parts.stream().map(Marker::toString).collect(Collectors.joining(" or "));
        }
    }
}
