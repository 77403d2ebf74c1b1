/** Source trees become wheels (PEP 517, 518): what a tree says about itself, and its backend run as a program of its own. */
@NullMarked
package io.milieu.python.build;

import org.jspecify.annotations.NullMarked;
