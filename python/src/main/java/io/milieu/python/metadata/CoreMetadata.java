package io.milieu.python.metadata;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The fields of core metadata (versions 1.0 to 2.6) that decide about installing. Reads what is published rather than what is
 * allowed: only what cannot be understood without guessing fails.
 *
 * @param metadataVersion the version of the format
 * @param name the project
 * @param version the version
 * @param requiresDist the requirements, in order
 * @param requiresPython the versions of Python; compare with the base version of the interpreter only
 * @param providesExtra the extras
 * @param dynamic the fields that a source distribution leaves to its build (PEP 643), lower case
 */
public record CoreMetadata(
        Version metadataVersion,
        PackageName name,
        Version version,
        List<DeclaredRequirement> requiresDist,
        VersionSpecifiers requiresPython,
        Set<ExtraName> providesExtra,
        Set<String> dynamic) {
    private static final int NEWEST_MAJOR = 2;
    private static final Version STATES_DYNAMIC = Version.parse("2.2");
    private static final Set<String> NEVER_DYNAMIC = Set.of("metadata-version", "name", "version");
    private static final Set<String> DEPENDENCY_FIELDS = Set.of("requires-dist", "requires-python", "provides-extra");

    /** Copies and orders. */
    public CoreMetadata {
        requiresDist = List.copyOf(requiresDist);
        providesExtra = Collections.unmodifiableSet(new TreeSet<>(providesExtra));
        dynamic = Collections.unmodifiableSet(new TreeSet<>(dynamic));
    }

    /**
     * Reads a {@code METADATA} or {@code PKG-INFO} text.
     *
     * @throws MilieuException {@link PythonError#METADATA_INVALID} if name, version or format version are missing, given
     *     twice or malformed, the format is of a later major version, or a field is dynamic that must not be
     */
    public static CoreMetadata parse(String text) {
        Headers headers = new Headers(text);
        Version format = version(headers, "metadata-version");
        if (format.release(0) > NEWEST_MAJOR) {
            throw invalid("metadata version `" + format + "` is newer than this program understands");
        }
        Set<String> dynamic = headers.all("dynamic").stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String field : dynamic) {
            if (NEVER_DYNAMIC.contains(field)) {
                throw invalid("the metadata declares `" + field + "` as dynamic, which it must not be");
            }
        }
        return new CoreMetadata(
                format,
                name(headers),
                version(headers, "version"),
                headers.all("requires-dist").stream()
                        .map(LenientSyntax::requirement)
                        .toList(),
                headers.all("requires-python").stream()
                        .map(LenientSyntax::specifiers)
                        .reduce(VersionSpecifiers.ANY, VersionSpecifiers::and),
                extras(headers),
                dynamic);
    }

    /** {@return whether the requirements of a source distribution hold for every wheel built from it (PEP 643)} */
    public boolean hasStaticDependencies() {
        return metadataVersion.compareTo(STATES_DYNAMIC) >= 0 && Collections.disjoint(dynamic, DEPENDENCY_FIELDS);
    }

    /** Blank and malformed extras are published and can never be asked for. */
    private static Set<ExtraName> extras(Headers headers) {
        return headers.all("provides-extra").stream()
                .flatMap(spelling -> ExtraName.tryOf(spelling).stream())
                .collect(Collectors.toSet());
    }

    private static PackageName name(Headers headers) {
        String text = only(headers, "name");
        return PackageName.tryOf(text)
                .orElseThrow(() -> invalid("the metadata's field `name` holds no valid name: `" + text + "`"));
    }

    private static Version version(Headers headers, String field) {
        String text = only(headers, field);
        return Version.tryParse(text)
                .orElseThrow(
                        () -> invalid("the metadata's field `" + field + "` holds no valid version: `" + text + "`"));
    }

    private static String only(Headers headers, String field) {
        List<String> values = headers.all(field);
        if (values.size() != 1) {
            throw invalid("the metadata has " + (values.isEmpty() ? "no" : "more than one") + " field `" + field + "`");
        }
        return values.getFirst();
    }

    private static MilieuException invalid(String problem) {
        return new MilieuException(PythonError.METADATA_INVALID, problem);
    }
}
