package io.milieu.python.resolve;

import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;

/** What the solver chooses versions for: a project, or a project with one of its extras (whose version is the project's). */
sealed interface Unit {
    /** {@return the project} */
    PackageName name();

    /** The project itself. */
    record Project(PackageName name) implements Unit {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    /** The project with an extra: it requires the project in the same version, and what the extra adds. */
    record WithExtra(PackageName name, ExtraName extra) implements Unit {
        @Override
        public String toString() {
            return name + "[" + extra + "]";
        }
    }
}
