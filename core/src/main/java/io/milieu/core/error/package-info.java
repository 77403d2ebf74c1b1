/** Failures: one unchecked root, stable codes, hints as data. */
@NullMarked
package io.milieu.core.error;

import org.jspecify.annotations.NullMarked;
