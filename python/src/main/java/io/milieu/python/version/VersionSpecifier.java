package io.milieu.python.version;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One clause such as {@code >=1.2} (PEP 440), immutable. Clauses are equal if they mean the same by their own form:
 * {@code ==1.0} equals {@code ==1.0.0}, but {@code ~=1.0} does not equal {@code ~=1.0.0}.
 */
public final class VersionSpecifier {
    private static final String WILDCARD = ".*";

    private final VersionOperator operator;
    private final String text;
    private final @Nullable Version version;
    private final boolean wildcard;
    private final VersionInterval interval;

    private VersionSpecifier(VersionOperator operator, String text, @Nullable Version version, boolean wildcard) {
        this.operator = operator;
        this.text = text;
        this.version = version;
        this.wildcard = wildcard;
        this.interval = version == null || operator == VersionOperator.ARBITRARY
                ? VersionInterval.ALL
                : VersionInterval.of(operator, version, wildcard);
    }

    /**
     * Reads one clause.
     *
     * @throws MilieuException {@link PythonError#SPECIFIER_INVALID}
     */
    public static VersionSpecifier parse(String clause) {
        String stripped = clause.strip();
        VersionOperator operator = VersionOperator.at(stripped, 0)
                .orElseThrow(() ->
                        invalid(stripped, "it must begin with one of `~=`, `==`, `!=`, `<=`, `>=`, `<`, `>`, `===`"));
        String text = stripped.substring(operator.symbol().length()).strip();
        if (operator == VersionOperator.ARBITRARY) {
            if (text.isEmpty() || text.chars().anyMatch(c -> Character.isWhitespace(c) || c == ';' || c == ')')) {
                throw invalid(stripped, "`===` needs one word after it");
            }
            return new VersionSpecifier(operator, text, VersionParser.parse(text), false);
        }
        boolean wildcard = text.endsWith(WILDCARD);
        String bare = wildcard ? text.substring(0, text.length() - WILDCARD.length()) : text;
        Version version = VersionParser.parse(bare);
        if (version == null || bare.length() != bare.strip().length()) {
            throw invalid(stripped, "`" + Redacted.urls(text) + "` is not a valid version");
        }
        check(stripped, operator, version, wildcard);
        return new VersionSpecifier(operator, version + (wildcard ? WILDCARD : ""), version, wildcard);
    }

    /** {@return the clause, or nothing if the text is none} */
    public static Optional<VersionSpecifier> tryParse(String clause) {
        try {
            return Optional.of(parse(clause));
        } catch (MilieuException e) {
            return Optional.empty();
        }
    }

    /** {@return the clause that only this version satisfies, in all its local builds if it names none} */
    public static VersionSpecifier exactly(Version version) {
        return new VersionSpecifier(VersionOperator.EQUAL, version.toString(), version, false);
    }

    /** {@return the operator} */
    public VersionOperator operator() {
        return operator;
    }

    /** {@return the version of the clause, without the wildcard; nothing if {@code ===} holds another text} */
    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    /** {@return whether the version ends in {@code .*}} */
    public boolean isWildcard() {
        return wildcard;
    }

    /** {@return whether the clause names exactly one version, so that it may select a yanked file} */
    public boolean isPinned() {
        return !wildcard && (operator == VersionOperator.EQUAL || operator == VersionOperator.ARBITRARY);
    }

    /** {@return whether naming its version opts in to pre-releases} */
    public boolean mentionsPrerelease() {
        return version != null && operator != VersionOperator.NOT_EQUAL && version.isPrerelease();
    }

    /** {@return whether the candidate satisfies the clause; pre-releases are candidates like any other} */
    public boolean contains(Version candidate) {
        return operator == VersionOperator.ARBITRARY
                ? text.equalsIgnoreCase(candidate.toString())
                : interval.contains(candidate.key());
    }

    /** {@return whether the candidate, as spelled, satisfies the clause; text that is no version satisfies only {@code ===}} */
    public boolean contains(String candidate) {
        if (operator == VersionOperator.ARBITRARY) {
            return text.equalsIgnoreCase(candidate);
        }
        Version parsed = VersionParser.parse(candidate);
        return parsed != null && contains(parsed);
    }

    private static void check(String clause, VersionOperator operator, Version version, boolean wildcard) {
        if (wildcard && !operator.allowsWildcard()) {
            throw invalid(clause, "`.*` can only be used with `==` or `!=`");
        }
        boolean more = version.isPrerelease()
                || version.isPostrelease()
                || version.local().isPresent();
        if (wildcard && more) {
            throw invalid(clause, "`.*` cannot follow a pre-release, post-release, dev or local part");
        }
        if (version.local().isPresent() && !operator.allowsWildcard()) {
            throw invalid(clause, "a local part can only be used with `==` or `!=`");
        }
        if (operator == VersionOperator.COMPATIBLE && version.releaseLength() < 2) {
            throw invalid(clause, "`~=` needs at least two release numbers");
        }
    }

    private static MilieuException invalid(String clause, String reason) {
        return new MilieuException(
                PythonError.SPECIFIER_INVALID,
                "`" + Redacted.urls(clause) + "` is not a valid version specifier: " + reason);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionSpecifier that
                && operator == that.operator
                && wildcard == that.wildcard
                && identity().equals(that.identity())
                && significantLength() == that.significantLength();
    }

    @Override
    public int hashCode() {
        return Objects.hash(operator, identity());
    }

    private Object identity() {
        return version == null || operator == VersionOperator.ARBITRARY ? arbitraryText() : version;
    }

    /** What {@code ===} compares, without its case; empty for the others. */
    String arbitraryText() {
        return operator == VersionOperator.ARBITRARY ? text.toLowerCase(Locale.ROOT) : "";
    }

    /** How many release numbers are written matters only where the prefix is cut from them. */
    int significantLength() {
        return version != null && (wildcard || operator == VersionOperator.COMPATIBLE) ? version.releaseLength() : 0;
    }

    /** {@return the clause with its version normalised} */
    @Override
    public String toString() {
        return operator.symbol() + text;
    }
}
