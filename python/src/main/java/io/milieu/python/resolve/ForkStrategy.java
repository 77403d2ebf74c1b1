package io.milieu.python.resolve;

/** When a resolution for many environments takes different versions for different ones, beyond where it has to. */
public enum ForkStrategy {
    /** Wherever a version that is wanted more works only with some versions of Python, or on some platforms: each gets the best it can have. */
    REQUIRES_PYTHON,
    /** Nowhere: one version that works everywhere goes before newer ones. */
    FEWEST
}
