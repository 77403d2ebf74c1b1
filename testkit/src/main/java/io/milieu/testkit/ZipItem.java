package io.milieu.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A packed entry of a zip file as its headers describe it; an evil one describes it wrongly.
 *
 * @param name the name in the central directory
 * @param localName the name in the local header
 * @param mode Unix type and permission bits
 * @param method 0 stored, 8 deflated
 * @param crc the stated checksum of the content
 * @param size the stated size of the content
 * @param packed the bytes that stand in the file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ZipItem(String name, String localName, int mode, int method, long crc, long size, byte[] packed) {
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    static ZipItem of(ZipMember member, boolean stored) {
        CRC32 crc = new CRC32();
        crc.update(member.content());
        byte[] packed = stored ? member.content() : deflate(member.content());
        int method = stored ? STORED : DEFLATED;
        return new ZipItem(
                member.name(), member.name(), member.mode(), method, crc.getValue(), member.content().length, packed);
    }

    ZipItem withLocalName(String other) {
        return new ZipItem(name, other, mode, method, crc, size, packed);
    }

    ZipItem withSize(long other) {
        return new ZipItem(name, localName, mode, method, crc, other, packed);
    }

    ZipItem withWrongCrc() {
        return new ZipItem(name, localName, mode, method, crc ^ 1, size, packed);
    }

    /** A stream whose first block has the type that RFC 1951 reserves, so no inflater reads it. */
    ZipItem withCorruptStream() {
        byte[] corrupt = Arrays.copyOf(packed, Math.max(packed.length, 1));
        corrupt[0] = 0x07;
        return new ZipItem(name, localName, mode, DEFLATED, crc, size, corrupt);
    }

    ZipItem withBehindStream(byte[] more) {
        byte[] longer = Arrays.copyOf(packed, packed.length + more.length);
        System.arraycopy(more, 0, longer, packed.length, more.length);
        return new ZipItem(name, localName, mode, method, crc, size, longer);
    }

    private static byte[] deflate(byte[] content) {
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!deflater.finished()) {
                packed.write(buffer, 0, deflater.deflate(buffer));
            }
            return packed.toByteArray();
        }
    }
}
