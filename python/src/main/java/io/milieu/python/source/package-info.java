/** Source trees: each made exact, and copied to where it is built. */
@NullMarked
package io.milieu.python.source;

import org.jspecify.annotations.NullMarked;
