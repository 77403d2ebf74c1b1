package io.milieu.python.part;

import io.milieu.core.spec.PackagesField;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.tag.Target;
import java.util.List;
import java.util.Optional;

/**
 * A {@code pip} or {@code uv} field in which projects, scripts and lock files have been read: what they ask for stands in it as plain
 * requirements.
 *
 * @param rest the field without them
 * @param pythons the versions of Python they need
 * @param lock the lock file, if there is one
 * @param pythonVersion the version of Python that is resolved for instead of the interpreter's
 * @param platform the platform that is resolved for instead of this machine's
 */
record ProjectField(
        Optional<PackagesField> rest,
        List<PythonNeed> pythons,
        Optional<LockInput> lock,
        Optional<String> pythonVersion,
        Optional<String> platform) {
    ProjectField {
        pythons = List.copyOf(pythons);
    }

    static ProjectField none() {
        return new ProjectField(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** {@return whether what is resolved is not meant for an interpreter on this machine} */
    boolean isElsewhere() {
        return pythonVersion.isPresent() || platform.isPresent();
    }

    /** {@return what is resolved for, by an interpreter of this machine} */
    Target target(Target own, PlatformFacts facts) {
        return isElsewhere() ? Target.elsewhere(own, facts, pythonVersion, platform) : own;
    }
}
