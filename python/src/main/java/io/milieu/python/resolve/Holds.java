package io.milieu.python.resolve;

/** Whether a condition holds in the environments that are resolved for. */
enum Holds {
    /** In all of them. */
    ALWAYS,
    /** In some of them. */
    SOMETIMES,
    /** In none. */
    NEVER;

    static Holds of(boolean condition) {
        return condition ? ALWAYS : NEVER;
    }
}
