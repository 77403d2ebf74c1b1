/** Milieu beside pip and uv, in one run on one machine. */
@NullMarked
package io.milieu.benchmarks;

import org.jspecify.annotations.NullMarked;
