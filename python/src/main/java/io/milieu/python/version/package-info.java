/** Versions and version specifiers (PEP 440). */
@NullMarked
package io.milieu.python.version;

import org.jspecify.annotations.NullMarked;
