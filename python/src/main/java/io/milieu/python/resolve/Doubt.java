package io.milieu.python.resolve;

import io.milieu.python.name.PackageName;
import io.milieu.python.region.Region;
import java.util.Optional;
import java.util.Set;

/**
 * Something that holds in a part of the environments only, and was taken for true in all of them.
 *
 * @param who whose requirement it is; absent for one of the user's, and for a version that some cannot use
 * @param about the project that it limits
 * @param where the part
 */
record Doubt(Optional<PackageName> who, PackageName about, Region where) {
    /** {@return whether it can have a share in a proof about these projects} */
    boolean concerns(Set<PackageName> named) {
        return named.contains(about) && who.map(named::contains).orElse(true);
    }
}
