/** A client of Milieu's node agent, for JVMs of others: Java 17 and nothing but the JDK. */
@NullMarked
package io.milieu.client;

import org.jspecify.annotations.NullMarked;
