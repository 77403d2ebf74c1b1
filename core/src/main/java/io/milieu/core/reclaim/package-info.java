/** Giving space back: what is in the store, what may go, taking it away, and checking that all is well. */
@NullMarked
package io.milieu.core.reclaim;

import org.jspecify.annotations.NullMarked;
