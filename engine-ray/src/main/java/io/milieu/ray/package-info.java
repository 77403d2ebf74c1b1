/** Ray on Milieu. */
@NullMarked
package io.milieu.ray;

import org.jspecify.annotations.NullMarked;
