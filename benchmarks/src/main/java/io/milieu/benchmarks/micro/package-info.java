/** Micro-benchmarks of single steps, run by JMH. */
@NullMarked
package io.milieu.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
