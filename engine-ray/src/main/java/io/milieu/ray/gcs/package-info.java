/** The cluster's control store, which holds the packages that drivers upload. */
@NullMarked
package io.milieu.ray.gcs;

import org.jspecify.annotations.NullMarked;
