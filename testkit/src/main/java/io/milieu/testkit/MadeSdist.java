package io.milieu.testkit;

/**
 * A source distribution (PEP 625).
 *
 * @param fileName name and version with the ending {@code .tar.gz}
 * @param bytes the compressed tar file; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a test's value, see MadeWheel
public record MadeSdist(String fileName, byte[] bytes) implements MadeFile {}
