/** HTTP services of this node: routes, whole requests, replies that are whole or go on. Knows nothing of environments. */
@NullMarked
package io.milieu.agent.http;

import org.jspecify.annotations.NullMarked;
