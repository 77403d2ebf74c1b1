/** User code as content: which files belong to it, their digest, and archives of it unpacked safely. */
@NullMarked
package io.milieu.core.code;

import org.jspecify.annotations.NullMarked;
