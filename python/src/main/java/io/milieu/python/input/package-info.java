/** What users write in the {@code pip} and {@code uv} fields: requirement lines, requirements files, install options. */
@NullMarked
package io.milieu.python.input;

import org.jspecify.annotations.NullMarked;
