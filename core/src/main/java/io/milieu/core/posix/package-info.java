/** What the operating system knows: processes, the current boot, failures of the disk, native calls. */
@NullMarked
package io.milieu.core.posix;

import org.jspecify.annotations.NullMarked;
