/** The fields {@code pip} and {@code uv}, and the virtual environment of every spec: Python's part in the pipeline. */
@NullMarked
package io.milieu.python.part;

import org.jspecify.annotations.NullMarked;
