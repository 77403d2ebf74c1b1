/** Pictures of graphs without cycles, as text for Graphviz and as SVG. */
@NullMarked
package io.milieu.cli.picture;

import org.jspecify.annotations.NullMarked;
