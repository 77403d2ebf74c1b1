package io.milieu.python.region;

import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.version.VersionSpecifier;
import io.milieu.python.version.VersionSpecifiers;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of environments: those where a marker holds (PEP 508), and what follows from such sets. Immutable; equal sets are equal, whatever
 * markers they were made of.
 *
 * <p>Three things are known less than exactly. Versions of Python count without their suffixes: 3.13.0rc1 is 3.13.0. A text that holds a list, as in
 * {@code sys_platform in "linux darwin"}, has its words and itself as members, no other part of it. Comparisons of another kind, such as
 * {@code "arm" in platform_machine}, hold or do not, and nothing else is known of them.
 */
public final class Region {
    /** No environment. */
    public static final Region NOWHERE = new Region(Diagram.NOWHERE);
    /** Every environment, also those that do not exist. */
    public static final Region EVERYWHERE = new Region(Diagram.EVERYWHERE);

    private static final Region EXISTING = of(Marker.parse(Existing.MARKER));

    private final Diagram diagram;

    Region(Diagram diagram) {
        this.diagram = diagram;
    }

    /** {@return the environments where values that belong together are together: Windows has no POSIX} */
    public static Region existing() {
        return EXISTING;
    }

    /** {@return where a marker holds with no extra} */
    public static Region of(Marker marker) {
        return of(marker, Set.of());
    }

    /** {@return where a marker holds for at least one of the extras, or, if there are none, without one} */
    public static Region of(Marker marker, Set<ExtraName> extras) {
        return new Region(MarkerReader.read(marker, extras));
    }

    /** {@return where Python has one of these versions} */
    public static Region python(VersionSpecifiers versions) {
        Diagram all = Diagram.EVERYWHERE;
        for (VersionSpecifier clause : versions.clauses()) {
            all = Diagram.and(all, MarkerReader.python(clause));
        }
        return new Region(all);
    }

    /** {@return where Python has the oldest of these versions or a newer one} */
    public static Region pythonSince(VersionSpecifiers versions) {
        return switch (python(versions).diagram) {
            case Diagram.ByPython steps
            when steps.children().getFirst().equals(Diagram.NOWHERE) ->
                new Region(Diagram.ByPython.of(
                        List.of(steps.bounds().getFirst()), List.of(Diagram.NOWHERE, Diagram.EVERYWHERE)));
            case Diagram.Leaf all -> new Region(all);
            default -> EVERYWHERE;
        };
    }

    /** {@return the environments of both} */
    public Region and(Region other) {
        return new Region(Diagram.and(diagram, other.diagram));
    }

    /** {@return the environments of one or the other} */
    public Region or(Region other) {
        return new Region(Diagram.or(diagram, other.diagram));
    }

    /** {@return the environments that are not in the other} */
    public Region minus(Region other) {
        return new Region(Diagram.and(diagram, Diagram.not(other.diagram)));
    }

    /** {@return all environments that have one of the versions of Python that environments of this have} */
    public Region pythons() {
        return switch (diagram) {
            case Diagram.Leaf _ -> this;
            case Diagram.ByText _ -> EVERYWHERE;
            case Diagram.ByPython steps ->
                new Region(Diagram.ByPython.of(
                        steps.bounds(),
                        steps.children().stream()
                                .map(child -> child.equals(Diagram.NOWHERE) ? child : Diagram.EVERYWHERE)
                                .toList()));
        };
    }

    /** {@return whether there is no environment in it} */
    public boolean isEmpty() {
        return diagram.equals(Diagram.NOWHERE);
    }

    /** {@return whether no environment is in both} */
    public boolean isDisjointFrom(Region other) {
        return and(other).isEmpty();
    }

    /** {@return whether all environments of this are in the other} */
    public boolean isWithin(Region other) {
        return minus(other).isEmpty();
    }

    /** {@return a short marker that holds for exactly these of the environments of another region; it is not empty, {@link Marker#always} says: for all} */
    public Marker marker(Region within) {
        return new MarkerWriter(and(within).diagram, within.diagram).write();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Region that && diagram.equals(that.diagram);
    }

    @Override
    public int hashCode() {
        return diagram.hashCode();
    }

    /** {@return a marker} */
    @Override
    public String toString() {
        return isEmpty()
                ? "nowhere"
                : equals(EVERYWHERE) ? "everywhere" : marker(EVERYWHERE).toString();
    }
}
