/** Who uses what: leases keep environments, pins keep what a build in progress will link to. */
@NullMarked
package io.milieu.core.lease;

import org.jspecify.annotations.NullMarked;
