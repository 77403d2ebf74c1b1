/** The library's front door: {@link io.milieu.core.Milieu}; and the whole way of a request on one page: {@link io.milieu.core.EnvironmentPipeline}. */
@NullMarked
package io.milieu.core;

import org.jspecify.annotations.NullMarked;
