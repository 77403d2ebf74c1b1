package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Writes zip files (APPNOTE 6.3, without zip64) byte by byte: {@link java.util.zip.ZipOutputStream} knows no Unix modes and
 * refuses to write what an attacker would. Times are fixed, so equal entries give equal bytes.
 */
final class ZipArchive {
    private static final int UTF8_NAMES = 0x0800;
    private static final int JANUARY_2020 = (2020 - 1980) << 9 | 1 << 5 | 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private ZipArchive() {}

    static byte[] of(List<ZipItem> items) {
        ZipArchive archive = new ZipArchive();
        int[] offsets = new int[items.size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = archive.out.size();
            archive.local(items.get(i));
        }
        int directory = archive.out.size();
        for (int i = 0; i < offsets.length; i++) {
            archive.central(items.get(i), offsets[i]);
        }
        archive.end(items.size(), directory);
        return archive.out.toByteArray();
    }

    private void local(ZipItem item) {
        byte[] name = item.localName().getBytes(UTF_8);
        four(0x04034b50);
        described(item, name);
        out.writeBytes(name);
        out.writeBytes(item.packed());
    }

    private void central(ZipItem item, int offset) {
        byte[] name = item.name().getBytes(UTF_8);
        four(0x02014b50);
        two(3 << 8 | 20); // made on Unix, so the upper half of the external attributes is the mode
        described(item, name);
        two(0); // comment
        two(0); // disk
        two(0); // internal attributes
        four((long) item.mode() << 16);
        four(offset);
        out.writeBytes(name);
    }

    private void described(ZipItem item, byte[] name) {
        two(20);
        two(UTF8_NAMES);
        two(item.method());
        two(0); // midnight
        two(JANUARY_2020);
        four(item.crc());
        four(item.packed().length);
        four(item.size());
        two(name.length);
        two(0); // extra field
    }

    private void end(int count, int directory) {
        int length = out.size() - directory;
        four(0x06054b50);
        two(0);
        two(0);
        two(count);
        two(count);
        four(length);
        four(directory);
        two(0);
    }

    private void two(int value) {
        out.write(value);
        out.write(value >>> 8);
    }

    private void four(long value) {
        two((int) value & 0xffff);
        two((int) (value >>> 16) & 0xffff);
    }
}
