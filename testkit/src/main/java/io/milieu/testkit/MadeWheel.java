package io.milieu.testkit;

/**
 * A wheel (PEP 427), good or broken on purpose.
 *
 * @param fileName name, version, build tag and tags, as an index lists it
 * @param bytes the zip file; not to be changed
 * @param metadata the text of METADATA, also served as its sidecar (PEP 658)
 */
@SuppressWarnings("ArrayRecordComponent") // a test's value; copying many megabytes would cost more than it guards
public record MadeWheel(String fileName, byte[] bytes, String metadata) implements MadeFile {}
