/** Leases as clients know them: by one name, with a launcher for engines that take the path of an interpreter. */
@NullMarked
package io.milieu.agent.lease;

import org.jspecify.annotations.NullMarked;
