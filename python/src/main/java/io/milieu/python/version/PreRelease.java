package io.milieu.python.version;

/**
 * The pre-release part of a version, for example {@code rc1}.
 *
 * @param phase the phase
 * @param number the number within the phase, at least 0
 */
public record PreRelease(Phase phase, long number) {

    /** The phases, in their order. */
    public enum Phase {
        /** Alpha. */
        A,
        /** Beta. */
        B,
        /** Release candidate. */
        RC
    }

    @Override
    public String toString() {
        return switch (phase) {
                    case A -> "a";
                    case B -> "b";
                    case RC -> "rc";
                }
                + number;
    }
}
