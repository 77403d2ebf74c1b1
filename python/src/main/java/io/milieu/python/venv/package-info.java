/** Virtual environments (PEP 405) made of links into layers, written without running a Python. */
@NullMarked
package io.milieu.python.venv;

import org.jspecify.annotations.NullMarked;
