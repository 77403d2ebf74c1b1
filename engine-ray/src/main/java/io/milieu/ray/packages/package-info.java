/** Packages of code by their URI, unpacked once for all environments of the session. */
@NullMarked
package io.milieu.ray.packages;

import org.jspecify.annotations.NullMarked;
