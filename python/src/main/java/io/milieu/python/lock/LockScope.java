package io.milieu.python.lock;

import io.milieu.python.name.ExtraName;
import java.util.Optional;
import java.util.Set;

/**
 * Which parts of a lock are asked for.
 *
 * @param extras the extras
 * @param groups the dependency groups; absent for those that the lock names as default
 */
public record LockScope(Set<ExtraName> extras, Optional<Set<ExtraName>> groups) {
    /** No extra, and the groups that the lock names as default. */
    public static final LockScope DEFAULT = new LockScope(Set.of(), Optional.empty());

    /** Copies the sets. */
    public LockScope {
        extras = Set.copyOf(extras);
        groups = groups.map(Set::copyOf);
    }
}
