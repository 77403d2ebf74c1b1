/** The command line: one class per command. Data goes to standard output, everything else to standard error. */
@NullMarked
package io.milieu.cli;

import org.jspecify.annotations.NullMarked;
