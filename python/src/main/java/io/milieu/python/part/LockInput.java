package io.milieu.python.part;

import io.milieu.core.base.Digest;
import io.milieu.core.error.Redacted;
import io.milieu.python.lock.LockFile;
import io.milieu.python.lock.LockScope;
import java.nio.file.Path;

/**
 * A lock file that a request installs from.
 *
 * @param file where it is
 * @param lock what it says
 * @param scope what of it is asked for
 */
record LockInput(Path file, LockFile lock, LockScope scope) {

    /** {@return what tells this input from any other: paths in it start from its folder} */
    Digest digest() {
        return Digest.ofText(file + "\n" + scope.extras().stream().sorted().toList() + "\n"
                + scope.groups().map(groups -> groups.stream().sorted().toList()) + "\n"
                + Redacted.credentials(lock.text()));
    }
}
