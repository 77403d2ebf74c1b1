package io.milieu.python.version;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Clauses that must all hold (PEP 440). The order they were written in and repetitions do not matter.
 *
 * @param clauses the clauses, ordered; none means any version
 */
public record VersionSpecifiers(List<VersionSpecifier> clauses) {
    /** Any version. */
    public static final VersionSpecifiers ANY = new VersionSpecifiers(List.of());

    /** Equal clauses stand side by side, however they are spelled, so that equal sets are equal lists. */
    private static final Comparator<VersionSpecifier> ORDER = Comparator.comparing(
                    (VersionSpecifier clause) -> clause.operator().symbol())
            .thenComparing(clause -> clause.version().orElse(Version.ZERO))
            .thenComparing(VersionSpecifier::isWildcard)
            .thenComparingInt(VersionSpecifier::significantLength)
            .thenComparing(VersionSpecifier::arbitraryText)
            .thenComparing(VersionSpecifier::toString);

    /** Orders the clauses and drops repetitions. */
    public VersionSpecifiers {
        clauses = clauses.size() < 2
                ? List.copyOf(clauses)
                : clauses.stream().sorted(ORDER).distinct().toList();
    }

    /**
     * Reads clauses that are separated by commas; empty ones are skipped.
     *
     * @throws MilieuException {@link PythonError#SPECIFIER_INVALID}
     */
    public static VersionSpecifiers parse(String text) {
        List<VersionSpecifier> clauses = new ArrayList<>();
        for (String clause : text.split(",")) {
            if (!clause.isBlank()) {
                clauses.add(VersionSpecifier.parse(clause));
            }
        }
        return clauses.isEmpty() ? ANY : new VersionSpecifiers(clauses);
    }

    /** {@return the specifiers that only this version satisfies} */
    public static VersionSpecifiers exactly(Version version) {
        return new VersionSpecifiers(List.of(VersionSpecifier.exactly(version)));
    }

    /** {@return whether all clauses hold; pre-releases are candidates like any other} */
    public boolean contains(Version candidate) {
        for (VersionSpecifier clause : clauses) {
            if (!clause.contains(candidate)) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether all clauses hold for the candidate as spelled} */
    public boolean contains(String candidate) {
        return clauses.stream().allMatch(clause -> clause.contains(candidate));
    }

    /** {@return whether all clauses hold for a single candidate; {@code FALLBACK} accepts a pre-release, having no other} */
    public boolean contains(Version candidate, PrereleasePolicy policy) {
        return (policy != PrereleasePolicy.EXCLUDE || !candidate.isPrerelease()) && contains(candidate);
    }

    /** {@return the candidates that may be chosen among these, in their order} */
    public List<Version> filter(List<Version> candidates, PrereleasePolicy policy) {
        List<Version> matching = candidates.stream().filter(this::contains).toList();
        if (policy == PrereleasePolicy.ALLOW || (policy == PrereleasePolicy.FALLBACK && mentionsPrerelease())) {
            return matching;
        }
        List<Version> finals =
                matching.stream().filter(version -> !version.isPrerelease()).toList();
        return finals.isEmpty() && policy == PrereleasePolicy.FALLBACK ? matching : finals;
    }

    /** {@return the clauses of both} */
    public VersionSpecifiers and(VersionSpecifiers other) {
        return new VersionSpecifiers(
                Stream.concat(clauses.stream(), other.clauses.stream()).toList());
    }

    /** {@return whether any version satisfies these} */
    public boolean isAny() {
        return clauses.isEmpty();
    }

    /** {@return whether a clause names exactly one version, so that a yanked file may be chosen (PEP 592)} */
    public boolean isPinned() {
        return clauses.stream().anyMatch(VersionSpecifier::isPinned);
    }

    /** {@return whether a clause names a pre-release and so opts in to them} */
    public boolean mentionsPrerelease() {
        return clauses.stream().anyMatch(VersionSpecifier::mentionsPrerelease);
    }

    @Override
    public String toString() {
        return clauses.stream().map(VersionSpecifier::toString).collect(Collectors.joining(","));
    }
}
