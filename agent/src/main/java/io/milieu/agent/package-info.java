/** The node agent. */
@NullMarked
package io.milieu.agent;

import org.jspecify.annotations.NullMarked;
