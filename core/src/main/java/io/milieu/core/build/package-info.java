/** Layers are obtained, environments assembled, validated and published. */
@NullMarked
package io.milieu.core.build;

import org.jspecify.annotations.NullMarked;
