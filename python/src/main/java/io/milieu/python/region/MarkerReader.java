package io.milieu.python.region;

import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerComparison;
import io.milieu.python.requirement.MarkerContext;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.requirement.MarkerOperand.Literal;
import io.milieu.python.requirement.MarkerOperator;
import io.milieu.python.requirement.MarkerVariable;
import io.milieu.python.version.VersionSpecifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns markers into diagrams. What a comparison means is never worked out twice: the comparison itself is asked, at the places where its answer may change. */
final class MarkerReader {
    private static final Pattern RELEASE = Pattern.compile("(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?");
    private static final Pattern WORD = Pattern.compile("[^\\s,;|]+");

    private final MarkerContext asked;

    private MarkerReader(MarkerContext asked) {
        this.asked = asked;
    }

    static Diagram read(Marker marker, Set<ExtraName> extras) {
        MarkerContext none = new MarkerContext(environment(PythonRelease.FIRST), "", extras, Set.of());
        if (extras.isEmpty()) {
            return new MarkerReader(none).read(marker);
        }
        Diagram any = Diagram.NOWHERE;
        for (ExtraName extra : extras) {
            any = Diagram.or(any, new MarkerReader(none.withExtra(extra)).read(marker));
        }
        return any;
    }

    /** {@return where Python is one of the versions of a specifier} */
    static Diagram python(VersionSpecifier clause) {
        return steps(clause.toString(), release -> clause.contains(release.toString()));
    }

    private Diagram read(Marker marker) {
        return switch (marker) {
            case Marker.And(List<Marker> parts) ->
                parts.stream().map(this::read).reduce(Diagram.EVERYWHERE, Diagram::and);
            case Marker.Or(List<Marker> parts) -> parts.stream().map(this::read).reduce(Diagram.NOWHERE, Diagram::or);
            case MarkerComparison comparison -> read(comparison);
        };
    }

    private Diagram read(MarkerComparison comparison) {
        if (comparison.left() instanceof MarkerVariable variable
                && comparison.right() instanceof Literal(String text)) {
            return read(comparison, variable, text, true);
        }
        if (comparison.right() instanceof MarkerVariable variable
                && comparison.left() instanceof Literal(String text)) {
            return read(comparison, variable, text, false);
        }
        return whole(comparison);
    }

    private Diagram read(MarkerComparison comparison, MarkerVariable variable, String text, boolean inOrder) {
        return switch (variable) {
            case EXTRA, EXTRAS, DEPENDENCY_GROUPS -> comparison.holds(asked) ? Diagram.EVERYWHERE : Diagram.NOWHERE;
            case PYTHON_VERSION, PYTHON_FULL_VERSION ->
                steps(text, release -> comparison.holds(with(environment(release))));
            case IMPLEMENTATION_VERSION, PLATFORM_RELEASE, PLATFORM_VERSION -> whole(comparison);
            case OS_NAME,
                    SYS_PLATFORM,
                    PLATFORM_MACHINE,
                    PLATFORM_PYTHON_IMPLEMENTATION,
                    PLATFORM_SYSTEM,
                    IMPLEMENTATION_NAME -> text(comparison, variable, text, inOrder);
        };
    }

    private MarkerContext with(MarkerEnvironment environment) {
        return new MarkerContext(environment, asked.extra(), asked.extras(), asked.groups());
    }

    /** Between two bounds the answer is the same, so that of the first one counts. */
    private static Diagram steps(String text, Predicate<PythonRelease> holds) {
        TreeSet<PythonRelease> bounds = new TreeSet<>();
        Matcher found = RELEASE.matcher(text);
        while (found.find()) {
            PythonRelease release = new PythonRelease(number(found, 1), number(found, 2), number(found, 3));
            bounds.addAll(List.of(
                    release,
                    release.nextPatch(),
                    release.thisMinor(),
                    release.nextMinor(),
                    release.thisMajor(),
                    release.nextMajor()));
        }
        bounds.remove(PythonRelease.FIRST);
        List<Diagram> children = new ArrayList<>();
        children.add(leaf(holds.test(PythonRelease.FIRST)));
        bounds.forEach(bound -> children.add(leaf(holds.test(bound))));
        return Diagram.ByPython.of(List.copyOf(bounds), children);
    }

    private static long number(Matcher found, int group) {
        return found.group(group) == null ? 0 : Long.parseLong(found.group(group));
    }

    private static Diagram text(MarkerComparison comparison, MarkerVariable variable, String text, boolean inOrder) {
        Axis axis = Axis.of(variable);
        return switch (comparison.operator()) {
            case EQUAL, ARBITRARY, LESS_EQUAL, GREATER_EQUAL -> among(axis, List.of(text));
            case NOT_EQUAL -> Diagram.not(among(axis, List.of(text)));
            // Texts have no order.
            case LESS, GREATER, COMPATIBLE -> Diagram.NOWHERE;
            case IN -> inOrder ? among(axis, members(text)) : whole(comparison);
            case NOT_IN -> inOrder ? Diagram.not(among(axis, members(text))) : whole(comparison);
        };
    }

    private static List<String> members(String text) {
        List<String> members = new ArrayList<>(List.of(text));
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            members.add(words.group());
        }
        return members;
    }

    /** {@return where the value is one of these} */
    static Diagram among(Axis axis, List<String> values) {
        SortedMap<String, Diagram> inside = new TreeMap<>();
        values.forEach(value -> inside.put(value, Diagram.EVERYWHERE));
        return Diagram.ByText.of(axis, inside, Diagram.NOWHERE);
    }

    /** What says no is the opposite of what says yes, so that the two are known to exclude each other. */
    private static Diagram whole(MarkerComparison comparison) {
        return switch (comparison.operator()) {
            case NOT_IN, NOT_EQUAL, LESS, GREATER -> Diagram.not(whole(opposite(comparison)));
            case IN, EQUAL, ARBITRARY, LESS_EQUAL, GREATER_EQUAL, COMPATIBLE ->
                among(Axis.whole(comparison.toString()), List.of(Axis.TRUE));
        };
    }

    /** {@return a comparison that holds where the other does not} */
    static MarkerComparison opposite(MarkerComparison comparison) {
        MarkerOperator operator = switch (comparison.operator()) {
            case IN -> MarkerOperator.NOT_IN;
            case NOT_IN -> MarkerOperator.IN;
            case EQUAL, ARBITRARY, COMPATIBLE -> MarkerOperator.NOT_EQUAL;
            case NOT_EQUAL -> MarkerOperator.EQUAL;
            case LESS -> MarkerOperator.GREATER_EQUAL;
            case GREATER_EQUAL -> MarkerOperator.LESS;
            case GREATER -> MarkerOperator.LESS_EQUAL;
            case LESS_EQUAL -> MarkerOperator.GREATER;
        };
        return MarkerComparison.of(comparison.left(), operator, comparison.right());
    }

    private static Diagram leaf(boolean inside) {
        return inside ? Diagram.EVERYWHERE : Diagram.NOWHERE;
    }

    private static MarkerEnvironment environment(PythonRelease python) {
        return new MarkerEnvironment("", "", "", "", "", "", "", "", python.toString(), python.series(), "");
    }
}
