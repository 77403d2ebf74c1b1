package io.milieu.python.lock;

import io.milieu.python.tag.WheelFileName;
import java.util.Optional;

/** What of a package of a lock is installed in one environment. */
public sealed interface LockChoice {
    /** {@return the package} */
    LockedPackage locked();

    /** The wheel that fits best. */
    record Wheel(LockedPackage locked, LockedFile file, WheelFileName name) implements LockChoice {}

    /** A source archive to be built, where no wheel fits. */
    record Archive(LockedPackage locked, LockedFile file, Optional<String> subdirectory) implements LockChoice {}

    /** A source tree in a folder or a repository. */
    record Tree(LockedPackage locked, LockedSource source) implements LockChoice {}
}
