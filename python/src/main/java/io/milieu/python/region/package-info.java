/** Sets of environments: where a marker holds, and the arithmetic of that. */
@NullMarked
package io.milieu.python.region;

import org.jspecify.annotations.NullMarked;
