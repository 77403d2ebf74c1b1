/** Small types that everything else is made of. */
@NullMarked
package io.milieu.core.base;

import org.jspecify.annotations.NullMarked;
