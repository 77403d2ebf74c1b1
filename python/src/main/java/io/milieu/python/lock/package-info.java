/** Lock files (PEP 751, {@code pylock.toml}) as values: read, selected from for one environment, written. */
@NullMarked
package io.milieu.python.lock;

import org.jspecify.annotations.NullMarked;
