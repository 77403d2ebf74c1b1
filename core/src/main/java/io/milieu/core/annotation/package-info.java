/** Runtime envs written on classes and methods. */
@NullMarked
package io.milieu.core.annotation;

import org.jspecify.annotations.NullMarked;
