/** What a raylet is told of how to start a worker. */
@NullMarked
package io.milieu.ray.worker;

import org.jspecify.annotations.NullMarked;
