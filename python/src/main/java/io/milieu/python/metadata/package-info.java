/** Core metadata of a distribution (PEP 566, 643 and their predecessors). */
@NullMarked
package io.milieu.python.metadata;

import org.jspecify.annotations.NullMarked;
