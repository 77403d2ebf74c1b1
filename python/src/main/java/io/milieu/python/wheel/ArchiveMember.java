package io.milieu.python.wheel;

/**
 * A file in a wheel, as far as its headers can be trusted: inside the archive, overlapping no other, its name harmless.
 *
 * @param name the path in the archive, with slashes
 * @param deflated whether it is packed; otherwise it is stored
 * @param crc the CRC-32 that its content must have
 * @param packedSize bytes in the archive
 * @param size bytes that its content must have
 * @param header where its local header starts in the archive
 * @param data where its packed bytes start in the archive
 * @param executable whether anybody may execute it: the only part of its mode that counts
 */
record ArchiveMember(
        String name,
        boolean deflated,
        long crc,
        long packedSize,
        long size,
        long header,
        long data,
        boolean executable) {

    boolean isDirectory() {
        return name.endsWith("/");
    }

    long end() {
        return data + packedSize;
    }
}
