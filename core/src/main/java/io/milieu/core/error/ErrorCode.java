package io.milieu.core.error;

/**
 * The stable name of one kind of failure. Modules define theirs as enums; {@code docs/errors.md} lists them all and a test
 * holds the page against the enums. Codes are counted in metrics and matched by scripts: once released, an {@link #id()}
 * never changes its meaning.
 */
public interface ErrorCode {

    /** {@return the stable identifier, lower case with dashes, for example {@code no-matching-version}} */
    String id();

    /** {@return who can do something about it} */
    Actor actor();

    /** {@return whether the same request may succeed if it is simply made again a little later} */
    default boolean retryMayHelp() {
        return false;
    }

    /** Who can act on a failure. */
    enum Actor {
        /** Whoever wrote the request: the spec, the command line, the code that was packed. */
        REQUESTER,
        /** Whoever runs the package index or the network to it. */
        INDEX,
        /** Whoever runs this node: disk, permissions, interpreters. */
        NODE,
        /** The developers of Milieu: this is a defect. */
        DEVELOPER
    }
}
