/** Compatibility tags (PEP 425, 600, 656, 803) and wheel file names (PEP 427). */
@NullMarked
package io.milieu.python.tag;

import org.jspecify.annotations.NullMarked;
