package io.milieu.python.requirement;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.VersionSpecifiers;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A dependency specifier (PEP 508): which project, which of its extras, where from, and under which condition.
 *
 * @param name the project
 * @param extras the extras, in alphabetical order
 * @param source the versions that will do, or the one URL
 * @param marker the condition; {@link Marker#always} if there is none
 */
public record Requirement(PackageName name, Set<ExtraName> extras, Source source, Marker marker) {

    /** Orders the extras. */
    public Requirement {
        extras = Collections.unmodifiableSet(new TreeSet<>(extras));
    }

    /** Where a requirement may be satisfied from. */
    public sealed interface Source {}

    /**
     * From an index, in one of these versions.
     *
     * @param specifiers the versions
     */
    public record Versions(VersionSpecifiers specifiers) implements Source {
        @Override
        public String toString() {
            return specifiers.toString();
        }
    }

    /**
     * From one URL. It may hold credentials: redact it before it is shown.
     *
     * @param url the URL as written
     */
    public record Url(String url) implements Source {
        @Override
        public String toString() {
            return " @ " + url;
        }
    }

    /**
     * Reads a requirement.
     *
     * @throws MilieuException {@link PythonError#REQUIREMENT_INVALID}; the message shows the place
     */
    public static Requirement parse(String text) {
        return new RequirementParser(text).read();
    }

    /** {@return the requirement of exactly this name and these versions} */
    public static Requirement of(PackageName name, VersionSpecifiers specifiers) {
        return new Requirement(name, Set.of(), new Versions(specifiers), Marker.always());
    }

    /** {@return the versions that will do; any if the requirement names a URL} */
    public VersionSpecifiers specifiers() {
        return switch (source) {
            case Versions(VersionSpecifiers specifiers) -> specifiers;
            case Url(String ignored) -> VersionSpecifiers.ANY;
        };
    }

    /** {@return the URL, if the requirement names one} */
    public Optional<String> url() {
        return switch (source) {
            case Versions(VersionSpecifiers ignored) -> Optional.empty();
            case Url(String url) -> Optional.of(url);
        };
    }

    /** {@return the canonical text, which parses to an equal requirement} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name.normalized());
        if (!extras.isEmpty()) {
            text.append(extras.stream().map(ExtraName::normalized).collect(Collectors.joining(",", "[", "]")));
        }
        text.append(source);
        if (!marker.equals(Marker.always())) {
            text.append(source instanceof Url ? " ; " : "; ").append(marker);
        }
        return text.toString();
    }
}
