/** Requirements become exact distributions: Python's rules put before the solver, its answer put into a person's words. */
@NullMarked
package io.milieu.python.resolve;

import org.jspecify.annotations.NullMarked;
