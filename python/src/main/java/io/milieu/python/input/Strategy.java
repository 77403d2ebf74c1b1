package io.milieu.python.input;

/** Which of the versions that fit is wanted most; uv's {@code --resolution}. */
public enum Strategy {
    /** The newest: what pip does. */
    HIGHEST,
    /** The oldest, of everything: shows whether lower bounds are true. */
    LOWEST,
    /** The oldest of what is asked for by name, the newest of everything else. */
    LOWEST_DIRECT
}
