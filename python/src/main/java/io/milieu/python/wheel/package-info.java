/** Wheels (PEP 427): reading them as hostile input, unpacking them into layers, and what assembly must know about a layer. */
@NullMarked
package io.milieu.python.wheel;

import org.jspecify.annotations.NullMarked;
