package io.milieu.python.region;

import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerComparison;
import io.milieu.python.requirement.MarkerOperand.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Writes a diagram as a marker: every way through it to the inside is a clause, of which all that can be left out is left out, because within
 * the region that counts the clause means the same without, or because the other clauses say it.
 */
final class MarkerWriter {
    private final Diagram wanted;
    private final Diagram within;

    MarkerWriter(Diagram wanted, Diagram within) {
        this.wanted = wanted;
        this.within = within;
    }

    Marker write() {
        List<List<Term>> clauses = new ArrayList<>();
        collect(Restriction.of(wanted, within), List.of(), clauses);
        if (clauses.isEmpty()) {
            throw new IllegalArgumentException("no marker holds nowhere");
        }
        List<List<Term>> shortest = new ArrayList<>(
                new LinkedHashSet<>(clauses.stream().map(this::shortened).toList()));
        for (int i = shortest.size() - 1; i >= 0 && shortest.size() > 1; i--) {
            List<List<Term>> others = new ArrayList<>(shortest);
            others.remove(i);
            if (covered(others)) {
                shortest = others;
            }
        }
        List<Marker> parts = grouped(shortest);
        return parts.size() == 1 ? parts.getFirst() : new Marker.Or(parts);
    }

    /** Clauses that differ in one value only are one, with the values in parentheses. */
    private static List<Marker> grouped(List<List<Term>> clauses) {
        Map<List<Term>, List<Marker>> groups = new LinkedHashMap<>();
        List<Marker> parts = new ArrayList<>();
        for (List<Term> clause : clauses) {
            if (clause.size() > 1 && clause.getLast() instanceof Term.Is value) {
                groups.computeIfAbsent(clause.subList(0, clause.size() - 1), _ -> new ArrayList<>())
                        .add(value.marker());
            } else {
                parts.add(marker(clause));
            }
        }
        groups.forEach((rest, values) -> {
            List<Marker> all = conditions(rest);
            all.add(values.size() == 1 ? values.getFirst() : new Marker.Or(values));
            parts.add(new Marker.And(all));
        });
        return parts;
    }

    private static void collect(Diagram diagram, List<Term> path, List<List<Term>> clauses) {
        switch (diagram) {
            case Diagram.Leaf leaf -> {
                if (leaf.inside()) {
                    clauses.add(path);
                }
            }
            case Diagram.ByPython python -> {
                for (int i = 0; i < python.children().size(); i++) {
                    List<Term> longer = new ArrayList<>(path);
                    if (i > 0) {
                        longer.add(new Term.From(python.bounds().get(i - 1)));
                    }
                    if (i < python.bounds().size()) {
                        longer.add(new Term.Before(python.bounds().get(i)));
                    }
                    collect(python.children().get(i), longer, clauses);
                }
            }
            case Diagram.ByText text -> {
                for (Map.Entry<String, Diagram> value : text.values().entrySet()) {
                    collect(value.getValue(), with(path, new Term.Is(text.axis(), value.getKey())), clauses);
                }
                List<Term> longer = new ArrayList<>(path);
                text.values().keySet().forEach(value -> longer.add(new Term.IsNot(text.axis(), value)));
                collect(text.otherwise(), longer, clauses);
            }
        }
    }

    private static List<Term> with(List<Term> path, Term term) {
        List<Term> longer = new ArrayList<>(path);
        longer.add(term);
        return longer;
    }

    /** {@return the clause without what is not needed, given the region; what is decided last is given up first} */
    private List<Term> shortened(List<Term> clause) {
        List<Term> kept = new ArrayList<>(clause);
        for (int i = kept.size() - 1; i >= 0; i--) {
            Term term = kept.remove(i);
            if (!isInside(kept)) {
                kept.add(i, term);
            }
        }
        return kept;
    }

    private boolean isInside(List<Term> clause) {
        Diagram outside = Diagram.and(within, Diagram.not(wanted));
        return Diagram.and(diagram(clause), outside).equals(Diagram.NOWHERE);
    }

    private boolean covered(List<List<Term>> clauses) {
        Diagram missing = wanted;
        for (List<Term> clause : clauses) {
            missing = Diagram.and(missing, Diagram.not(diagram(clause)));
        }
        return missing.equals(Diagram.NOWHERE);
    }

    private static Diagram diagram(List<Term> clause) {
        return clause.stream().map(Term::diagram).reduce(Diagram.EVERYWHERE, Diagram::and);
    }

    private static Marker marker(List<Term> clause) {
        List<Marker> parts = conditions(clause);
        return parts.size() == 1 ? parts.getFirst() : new Marker.And(parts);
    }

    private static List<Marker> conditions(List<Term> clause) {
        List<Marker> parts = new ArrayList<>();
        for (int i = 0; i < clause.size(); i++) {
            boolean series = i + 1 < clause.size()
                    && clause.get(i) instanceof Term.From(PythonRelease from)
                    && clause.get(i + 1) instanceof Term.Before(PythonRelease before)
                    && from.beginsMinor()
                    && before.equals(from.nextMinor());
            if (series && clause.get(i) instanceof Term.From(PythonRelease from)) {
                parts.add(Marker.parse("python_version == '" + from.series() + "'"));
                i++;
            } else {
                parts.add(clause.get(i).marker());
            }
        }
        return parts;
    }

    /** One condition of a clause. */
    private sealed interface Term {
        Diagram diagram();

        Marker marker();

        record From(PythonRelease release) implements Term {
            @Override
            public Diagram diagram() {
                return Diagram.ByPython.of(List.of(release), List.of(Diagram.NOWHERE, Diagram.EVERYWHERE));
            }

            @Override
            public Marker marker() {
                return python(">=", release);
            }
        }

        record Before(PythonRelease release) implements Term {
            @Override
            public Diagram diagram() {
                return Diagram.ByPython.of(List.of(release), List.of(Diagram.EVERYWHERE, Diagram.NOWHERE));
            }

            @Override
            public Marker marker() {
                return python("<", release);
            }
        }

        record Is(Axis axis, String value) implements Term {
            @Override
            public Diagram diagram() {
                return MarkerReader.among(axis, List.of(value));
            }

            @Override
            public Marker marker() {
                return axis.isWhole() ? Marker.parse(axis.text()) : Marker.parse(axis.text() + " == " + quoted(value));
            }
        }

        record IsNot(Axis axis, String value) implements Term {
            @Override
            public Diagram diagram() {
                return Diagram.not(MarkerReader.among(axis, List.of(value)));
            }

            @Override
            public Marker marker() {
                return axis.isWhole()
                        ? MarkerReader.opposite((MarkerComparison) Marker.parse(axis.text()))
                        : Marker.parse(axis.text() + " != " + quoted(value));
            }
        }

        private static Marker python(String operator, PythonRelease release) {
            return Marker.parse(
                    release.beginsMinor()
                            ? "python_version " + operator + " '" + release.series() + "'"
                            : "python_full_version " + operator + " '" + release + "'");
        }

        private static String quoted(String text) {
            return new Literal(text).toString();
        }
    }
}
