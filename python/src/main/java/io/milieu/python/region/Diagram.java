package io.milieu.python.region;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An ordered, reduced decision diagram (Bryant) over the version of Python and texts: Python is decided first, then the axes in their order; a
 * decision with one outcome is left out. So equal sets are equal diagrams.
 */
sealed interface Diagram {
    Diagram NOWHERE = new Leaf(false);
    Diagram EVERYWHERE = new Leaf(true);

    /** The end of all decisions. */
    record Leaf(boolean inside) implements Diagram {}

    /** {@return the environments of both} */
    static Diagram and(Diagram one, Diagram other) {
        return new Meeting().of(one, other);
    }

    /** {@return the environments of one or the other} */
    static Diagram or(Diagram one, Diagram other) {
        return not(and(not(one), not(other)));
    }

    /** {@return all other environments} */
    static Diagram not(Diagram diagram) {
        return switch (diagram) {
            case Leaf leaf -> leaf.inside() ? NOWHERE : EVERYWHERE;
            case ByPython python ->
                ByPython.of(
                        python.bounds(),
                        python.children().stream().map(Diagram::not).toList());
            case ByText text -> {
                SortedMap<String, Diagram> values = new TreeMap<>();
                text.values().forEach((value, child) -> values.put(value, not(child)));
                yield ByText.of(text.axis(), values, not(text.otherwise()));
            }
        };
    }

    /** {@return the releases at which one of them changes, in order} */
    static List<PythonRelease> bounds(Diagram one, Diagram other) {
        TreeSet<PythonRelease> bounds = new TreeSet<>();
        for (Diagram each : List.of(one, other)) {
            if (each instanceof ByPython python) {
                bounds.addAll(python.bounds());
            }
        }
        return List.copyOf(bounds);
    }

    /** A decision by the version of Python: the first child holds before the first bound, each other one from its bound on. */
    final class ByPython implements Diagram {
        private final List<PythonRelease> bounds;
        private final List<Diagram> children;
        private final int hash;

        private ByPython(List<PythonRelease> bounds, List<Diagram> children) {
            this.bounds = List.copyOf(bounds);
            this.children = List.copyOf(children);
            this.hash = 31 * bounds.hashCode() + children.hashCode();
        }

        /** {@return the decision, reduced} */
        static Diagram of(List<PythonRelease> bounds, List<Diagram> children) {
            List<PythonRelease> kept = new ArrayList<>();
            List<Diagram> different = new ArrayList<>(List.of(children.getFirst()));
            for (int i = 0; i < bounds.size(); i++) {
                if (!children.get(i + 1).equals(different.getLast())) {
                    kept.add(bounds.get(i));
                    different.add(children.get(i + 1));
                }
            }
            return kept.isEmpty() ? different.getFirst() : new ByPython(kept, different);
        }

        List<PythonRelease> bounds() {
            return bounds;
        }

        List<Diagram> children() {
            return children;
        }

        /** {@return what holds for a release and from there to the next bound} */
        Diagram at(PythonRelease release) {
            int place = Collections.binarySearch(bounds, release);
            return children.get(place >= 0 ? place + 1 : -place - 1);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof ByPython that
                            && hash == that.hash
                            && bounds.equals(that.bounds)
                            && children.equals(that.children));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** A decision by a text. */
    final class ByText implements Diagram {
        private final Axis axis;
        private final SortedMap<String, Diagram> values;
        private final Diagram otherwise;
        private final int hash;

        private ByText(Axis axis, SortedMap<String, Diagram> values, Diagram otherwise) {
            this.axis = axis;
            this.values = Collections.unmodifiableSortedMap(values);
            this.otherwise = otherwise;
            this.hash = 31 * (31 * axis.hashCode() + values.hashCode()) + otherwise.hashCode();
        }

        /** {@return the decision, reduced} */
        static Diagram of(Axis axis, SortedMap<String, Diagram> values, Diagram otherwise) {
            SortedMap<String, Diagram> different = new TreeMap<>(values);
            different.values().removeIf(otherwise::equals);
            return different.isEmpty() ? otherwise : new ByText(axis, different, otherwise);
        }

        Axis axis() {
            return axis;
        }

        SortedMap<String, Diagram> values() {
            return values;
        }

        Diagram otherwise() {
            return otherwise;
        }

        Diagram at(String value) {
            return values.getOrDefault(value, otherwise);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof ByText that
                            && hash == that.hash
                            && axis.equals(that.axis)
                            && otherwise.equals(that.otherwise)
                            && values.equals(that.values));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Works out what two diagrams have in common, each pair of nodes once. */
    final class Meeting {
        private final Map<Pair, Diagram> known = new HashMap<>();

        private record Pair(Diagram one, Diagram other) {}

        Diagram of(Diagram one, Diagram other) {
            if (one.equals(NOWHERE) || other.equals(EVERYWHERE) || one.equals(other)) {
                return one;
            }
            if (other.equals(NOWHERE) || one.equals(EVERYWHERE)) {
                return other;
            }
            Pair pair = new Pair(one, other);
            Diagram found = known.get(pair);
            if (found == null) {
                found = one instanceof ByPython || other instanceof ByPython
                        ? byPython(one, other)
                        : byText(one, other);
                known.put(pair, found);
            }
            return found;
        }

        private Diagram byPython(Diagram one, Diagram other) {
            List<PythonRelease> bounds = bounds(one, other);
            List<Diagram> children = new ArrayList<>();
            children.add(of(at(one, PythonRelease.FIRST), at(other, PythonRelease.FIRST)));
            bounds.forEach(bound -> children.add(of(at(one, bound), at(other, bound))));
            return ByPython.of(bounds, children);
        }

        private Diagram byText(Diagram one, Diagram other) {
            Axis axis = first(one, other);
            SortedMap<String, Diagram> values = new TreeMap<>();
            for (Diagram each : List.of(one, other)) {
                if (each instanceof ByText text && text.axis().equals(axis)) {
                    text.values().keySet().forEach(value -> values.put(value, NOWHERE));
                }
            }
            values.replaceAll((value, _) -> of(at(one, axis, value), at(other, axis, value)));
            return ByText.of(axis, values, of(otherwise(one, axis), otherwise(other, axis)));
        }

        private static Axis first(Diagram one, Diagram other) {
            if (one instanceof ByText left && other instanceof ByText right) {
                return left.axis().compareTo(right.axis()) <= 0 ? left.axis() : right.axis();
            }
            return (one instanceof ByText left ? left : (ByText) other).axis();
        }

        private static Diagram at(Diagram diagram, PythonRelease release) {
            return diagram instanceof ByPython python ? python.at(release) : diagram;
        }

        private static Diagram at(Diagram diagram, Axis axis, String value) {
            return diagram instanceof ByText text && text.axis().equals(axis) ? text.at(value) : diagram;
        }

        private static Diagram otherwise(Diagram diagram, Axis axis) {
            return diagram instanceof ByText text && text.axis().equals(axis) ? text.otherwise() : diagram;
        }
    }
}
