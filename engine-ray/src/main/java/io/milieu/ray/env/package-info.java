/** A runtime environment as Ray writes it, and as Milieu understands it. */
@NullMarked
package io.milieu.ray.env;

import org.jspecify.annotations.NullMarked;
