package io.milieu.python.resolve;

/** When a resolution for many environments takes different versions for different ones, beyond where it has to. */
public enum ForkStrategy {
    /** Wherever a newer version works only with newer versions of Python: each Python gets the newest version it can have. */
    REQUIRES_PYTHON,
    /** Nowhere: one version that works with all versions of Python goes before newer ones. */
    FEWEST
}
