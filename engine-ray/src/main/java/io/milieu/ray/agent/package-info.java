/** The runtime environment agent of a Ray node: three endpoints, reference counts, and the life that it shares with its raylet. */
@NullMarked
package io.milieu.ray.agent;

import org.jspecify.annotations.NullMarked;
