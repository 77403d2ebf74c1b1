/** One queue of builds for everybody on this node: fair, bounded, each environment made once for all that want it at the same time. */
@NullMarked
package io.milieu.agent.build;

import org.jspecify.annotations.NullMarked;
