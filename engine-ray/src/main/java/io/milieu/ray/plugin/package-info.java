/** Plug-ins that users wrote in Python for Ray's own agent. */
@NullMarked
package io.milieu.ray.plugin;

import org.jspecify.annotations.NullMarked;
