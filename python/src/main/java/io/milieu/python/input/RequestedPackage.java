package io.milieu.python.input;

import io.milieu.core.fetch.Checksum;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One line of requirements: what it asks for, and how pip would treat it.
 *
 * @param wish what is asked for
 * @param hashes what its file may have; any of them will do, none means any file
 * @param editable whether it is to be installed in place ({@code -e})
 * @param configSettings {@code KEY=VALUE} for the build backend (PEP 517), in order
 * @param place where it is written, for messages: {@code requirements.txt:3}
 */
public record RequestedPackage(
        Wish wish, List<Checksum> hashes, boolean editable, List<String> configSettings, String place) {
    /** Copies the lists. */
    public RequestedPackage {
        hashes = List.copyOf(hashes);
        configSettings = List.copyOf(configSettings);
    }

    /** What a line asks for. */
    public sealed interface Wish {}

    /**
     * A project by its name: from an index, or from a URL ({@code name @ url}).
     *
     * @param requirement the requirement
     */
    public record Named(Requirement requirement) implements Wish {
        @Override
        public String toString() {
            return requirement.toString();
        }
    }

    /**
     * Something whose name is only known when it has been looked at: a folder, an archive, a wheel, a repository.
     *
     * @param location an absolute path, or a URL such as {@code https:}, {@code file:} or {@code git+https:} with its fragment; it
     *     may hold credentials: redact it before it is shown
     * @param extras the extras, in alphabetical order
     * @param marker the condition; {@link Marker#always} if there is none
     */
    public record Unnamed(String location, Set<ExtraName> extras, Marker marker) implements Wish {
        /** Orders the extras. */
        public Unnamed {
            extras = Collections.unmodifiableSet(new TreeSet<>(extras));
        }

        @Override
        public String toString() {
            String names = extras.stream().map(ExtraName::normalized).collect(Collectors.joining(",", "[", "]"));
            String condition = marker.equals(Marker.always()) ? "" : " ; " + marker;
            return location + (extras.isEmpty() ? "" : names) + condition;
        }
    }

    /** {@return a requirement without hashes and settings} */
    public static RequestedPackage of(Requirement requirement, String place) {
        return new RequestedPackage(new Named(requirement), List.of(), false, List.of(), place);
    }

    /** {@return the requirement, if the line names a project} */
    public Optional<Requirement> requirement() {
        return switch (wish) {
            case Named(Requirement requirement) -> Optional.of(requirement);
            case Unnamed _ -> Optional.empty();
        };
    }

    /** {@return the condition under which the line counts} */
    public Marker marker() {
        return switch (wish) {
            case Named(Requirement requirement) -> requirement.marker();
            case Unnamed unnamed -> unnamed.marker();
        };
    }

    /** {@return whether an index is to be asked: a project by name, not from a URL, not in place} */
    public boolean isFromIndex() {
        return !editable && requirement().flatMap(Requirement::url).isEmpty() && wish instanceof Named;
    }

    /** {@return the line in its normal form; it may hold credentials} */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(editable ? "-e " : "").append(wish);
        hashes.forEach(hash -> line.append(" --hash=").append(hash));
        configSettings.forEach(setting -> line.append(" --config-settings=").append(setting));
        return line.toString();
    }
}
