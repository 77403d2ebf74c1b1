/** From a request to an exact lock and an ordered list of layers; nothing is built here. */
@NullMarked
package io.milieu.core.plan;

import org.jspecify.annotations.NullMarked;
