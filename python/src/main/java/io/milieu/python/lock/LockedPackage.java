package io.milieu.python.lock;

import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.List;
import java.util.Optional;

/**
 * One package of a lock.
 *
 * @param name its project
 * @param version its version; absent where a source tree decides it
 * @param marker where it is installed
 * @param requiresPython the versions of Python it works with
 * @param dependencies the packages of this lock that it needs, each a table that has enough keys of theirs to name one; for
 *     information only
 * @param index the index it was found in, without credentials; for information only
 * @param source where it comes from
 * @param attestationIdentities who vouches for its files (PEP 740), each with a {@code kind}
 * @param tool what tools keep for themselves
 */
public record LockedPackage(
        PackageName name,
        Optional<Version> version,
        Marker marker,
        VersionSpecifiers requiresPython,
        List<TomlValue.Table> dependencies,
        Optional<String> index,
        LockedSource source,
        List<TomlValue.Table> attestationIdentities,
        TomlValue.Table tool) {

    /** Copies the lists. */
    public LockedPackage {
        dependencies = List.copyOf(dependencies);
        attestationIdentities = List.copyOf(attestationIdentities);
    }

    /** {@return a package with those files, that is installed everywhere and of which nothing else is said} */
    public static LockedPackage of(PackageName name, Version version, LockedSource source) {
        return new LockedPackage(
                name,
                Optional.of(version),
                Marker.always(),
                VersionSpecifiers.ANY,
                List.of(),
                Optional.empty(),
                source,
                List.of(),
                TomlValue.Table.EMPTY);
    }

    /** {@return the names of the packages it needs, as far as the lock says} */
    public List<PackageName> needs() {
        return dependencies.stream()
                .flatMap(dependency -> dependency.get("name").stream())
                .flatMap(name -> name instanceof TomlValue.Text(String text)
                        ? PackageName.tryOf(text).stream()
                        : Optional.<PackageName>empty().stream())
                .distinct()
                .toList();
    }

    /** {@return name and version, for people} */
    @Override
    public String toString() {
        return name + version.map(known -> " " + known).orElse("");
    }
}
