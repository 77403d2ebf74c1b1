package io.milieu.solver;

/**
 * What one package (or the user) wants of another.
 *
 * @param target the package wanted
 * @param allowed which of the target's candidates will do; may be empty
 * @param kind whether the target must be chosen at all
 * @param words the requirement as somebody wrote it, for people, such as {@code numpy>=1.20}; empty: the provider's
 *     words for the allowed set are used
 * @param <P> the identity of a package
 */
public record Requirement<P>(P target, CandidateSet allowed, Kind kind, String words) {
    /** Whether the target must be chosen. */
    public enum Kind {
        /** One of the allowed candidates must be chosen. */
        REQUIRES,
        /** If the target is chosen (because something else requires it), it must be an allowed candidate. */
        CONSTRAINS
    }

    /** {@return a requirement that one of the allowed candidates is chosen} */
    public static <P> Requirement<P> requires(P target, CandidateSet allowed, String words) {
        return new Requirement<>(target, allowed, Kind.REQUIRES, words);
    }

    /** {@return a requirement that nothing but the allowed candidates is chosen} */
    public static <P> Requirement<P> constrains(P target, CandidateSet allowed, String words) {
        return new Requirement<>(target, allowed, Kind.CONSTRAINS, words);
    }

    /** {@return this requirement without words of its own} */
    Requirement<P> withoutWords() {
        return words.isEmpty() ? this : new Requirement<>(target, allowed, kind, "");
    }

    /** {@return the choices for the target that break this requirement, over its candidates and "absent"} */
    CandidateSet broken() {
        return allowed.complement().extended(kind == Kind.REQUIRES);
    }
}
