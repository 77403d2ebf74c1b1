/** What happens during a build, as a stream of values. */
@NullMarked
package io.milieu.core.event;

import org.jspecify.annotations.NullMarked;
