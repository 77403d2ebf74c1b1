/** The runtime env a user writes: fields, rules, inheritance, identity. Knows no package format and touches no file. */
@NullMarked
package io.milieu.core.spec;

import org.jspecify.annotations.NullMarked;
