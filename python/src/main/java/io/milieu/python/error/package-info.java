/** The failures that the Python module reports. */
@NullMarked
package io.milieu.python.error;

import org.jspecify.annotations.NullMarked;
