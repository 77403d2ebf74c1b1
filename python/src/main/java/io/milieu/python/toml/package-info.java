/** TOML 1.0 as values: read, looked into with messages that name the place, written in a stable form. */
@NullMarked
package io.milieu.python.toml;

import org.jspecify.annotations.NullMarked;
