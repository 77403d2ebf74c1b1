/** Package indexes: what is configured, which files a project has, their metadata, and getting them; cached. */
@NullMarked
package io.milieu.python.index;

import org.jspecify.annotations.NullMarked;
