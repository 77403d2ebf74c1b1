package io.milieu.python.resolve;

import io.milieu.python.metadata.DeclaredRequirement;
import io.milieu.python.version.VersionSpecifiers;
import java.util.List;

/**
 * What a candidate needs.
 *
 * @param python the versions of Python
 * @param requirements the other distributions, with their conditions
 */
record Needs(VersionSpecifiers python, List<DeclaredRequirement> requirements) {
    Needs {
        requirements = List.copyOf(requirements);
    }
}
