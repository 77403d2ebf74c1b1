package io.milieu.python.part;

import io.milieu.python.version.VersionSpecifiers;

/**
 * A range of versions of Python that somebody needs.
 *
 * @param who who needs it, for messages
 * @param versions the range
 */
record PythonNeed(String who, VersionSpecifiers versions) {}
