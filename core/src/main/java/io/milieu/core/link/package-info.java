/** How files and directories of a layer get into an environment: symbolic links, hard links, shared blocks or copies. */
@NullMarked
package io.milieu.core.link;

import org.jspecify.annotations.NullMarked;
