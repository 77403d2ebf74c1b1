/** JSON values, reading, and the canonical form. */
@NullMarked
package io.milieu.core.json;

import org.jspecify.annotations.NullMarked;
