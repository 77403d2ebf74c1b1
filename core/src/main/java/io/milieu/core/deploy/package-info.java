/** One worker gets a leased environment and an exact launch command. */
@NullMarked
package io.milieu.core.deploy;

import org.jspecify.annotations.NullMarked;
