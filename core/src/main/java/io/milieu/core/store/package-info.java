/**
 * The store: immutable, content-addressed entries on disk, each built once per node however many threads and processes ask.
 * The format is described in {@code docs/store-format.md}, the locks in {@code docs/concurrency.md}.
 */
@NullMarked
package io.milieu.core.store;

import org.jspecify.annotations.NullMarked;
