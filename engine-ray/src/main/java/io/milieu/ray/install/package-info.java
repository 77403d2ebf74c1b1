/** Puts the hook that starts Milieu into the interpreter that Ray runs on, and takes it out again. */
@NullMarked
package io.milieu.ray.install;

import org.jspecify.annotations.NullMarked;
