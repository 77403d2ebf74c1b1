/**
 * Small real programs to test against instead of mocks: wheels good and evil, a package index that fails on demand, a clock
 * that stands still, a file system that breaks or "dies" at a chosen operation, a worker process that tells what it was given.
 */
@NullMarked
package io.milieu.testkit;

import org.jspecify.annotations.NullMarked;
