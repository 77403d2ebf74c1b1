/** Names of projects and extras, normalised (PEP 503, PEP 685). */
@NullMarked
package io.milieu.python.name;

import org.jspecify.annotations.NullMarked;
