package io.milieu.python.resolve;

import io.milieu.python.region.Region;

/** Thrown through the solver to resolve for a part of the environments, and then for the rest. */
final class Fork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Region part;

    Fork(Region part) {
        super(null, null, false, false);
        this.part = part;
    }

    Region part() {
        return part;
    }
}
