/** Dependency specifiers and environment markers (PEP 508). */
@NullMarked
package io.milieu.python.requirement;

import org.jspecify.annotations.NullMarked;
