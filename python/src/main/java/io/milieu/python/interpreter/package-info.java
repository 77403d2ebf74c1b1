/**
 * Python interpreters of this machine: finding them, asking them once what they are, and reading what is installed in them.
 * A request for the Python of a virtual environment means the interpreter that the environment was made from.
 */
@NullMarked
package io.milieu.python.interpreter;

import org.jspecify.annotations.NullMarked;
