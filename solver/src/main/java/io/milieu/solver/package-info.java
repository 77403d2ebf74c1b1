/// A conflict-driven dependency solver that knows no packaging standard and does no I/O.
@NullMarked
package io.milieu.solver;

import org.jspecify.annotations.NullMarked;
