package io.milieu.python.region;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a diagram smaller by leaving open what it says outside of another one, the care set (Coudert and Madre's restrict): inside of that it
 * stays the same, and a decision disappears whose other outcomes nobody cares for.
 */
final class Restriction {
    private final Map<Pair, Diagram> known = new HashMap<>();

    private record Pair(Diagram diagram, Diagram care) {}

    static Diagram of(Diagram diagram, Diagram care) {
        return new Restriction().restrict(diagram, care);
    }

    private Diagram restrict(Diagram diagram, Diagram care) {
        if (diagram instanceof Diagram.Leaf || care instanceof Diagram.Leaf) {
            return diagram;
        }
        Pair pair = new Pair(diagram, care);
        Diagram found = known.get(pair);
        if (found == null) {
            found = care instanceof Diagram.ByPython || diagram instanceof Diagram.ByPython
                    ? byPython(diagram, care)
                    : byText((Diagram.ByText) diagram, (Diagram.ByText) care);
            known.put(pair, found);
        }
        return found;
    }

    private Diagram byPython(Diagram diagram, Diagram care) {
        if (!(diagram instanceof Diagram.ByPython python)) {
            return restrict(diagram, any(((Diagram.ByPython) care).children()));
        }
        if (!(care instanceof Diagram.ByPython cares)) {
            return Diagram.ByPython.of(
                    python.bounds(),
                    python.children().stream()
                            .map(child -> restrict(child, care))
                            .toList());
        }
        List<PythonRelease> bounds = new ArrayList<>();
        List<Diagram> children = new ArrayList<>();
        List<PythonRelease> starts = new ArrayList<>(List.of(PythonRelease.FIRST));
        starts.addAll(Diagram.bounds(python, cares));
        for (PythonRelease start : starts) {
            Diagram cared = cares.at(start);
            if (!cared.equals(Diagram.NOWHERE)) {
                // What nobody cares for is as what comes before it, or, at the beginning, after it.
                if (!children.isEmpty()) {
                    bounds.add(start);
                }
                children.add(restrict(python.at(start), cared));
            }
        }
        return Diagram.ByPython.of(bounds, children);
    }

    private Diagram byText(Diagram.ByText text, Diagram.ByText care) {
        int order = text.axis().compareTo(care.axis());
        if (order > 0) {
            List<Diagram> cases = new ArrayList<>(care.values().values());
            cases.add(care.otherwise());
            return restrict(text, any(cases));
        }
        SortedMap<String, Diagram> values = new TreeMap<>();
        if (order < 0) {
            text.values().forEach((value, child) -> values.put(value, restrict(child, care)));
            return Diagram.ByText.of(text.axis(), values, restrict(text.otherwise(), care));
        }
        text.values().keySet().forEach(value -> values.put(value, Diagram.NOWHERE));
        care.values().keySet().forEach(value -> values.put(value, Diagram.NOWHERE));
        values.keySet().removeIf(value -> care.at(value).equals(Diagram.NOWHERE));
        values.replaceAll((value, _) -> restrict(text.at(value), care.at(value)));
        if (!care.otherwise().equals(Diagram.NOWHERE)) {
            return Diagram.ByText.of(text.axis(), values, restrict(text.otherwise(), care.otherwise()));
        }
        // No other value counts: what holds for one of those that do may hold for them.
        return Diagram.ByText.of(
                text.axis(), values, List.copyOf(values.values()).getFirst());
    }

    private static Diagram any(List<Diagram> cases) {
        return cases.stream().reduce(Diagram.NOWHERE, Diagram::or);
    }
}
