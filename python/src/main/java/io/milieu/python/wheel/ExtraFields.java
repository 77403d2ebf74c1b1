package io.milieu.python.wheel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks through the extra fields of an entry (APPNOTE 4.5) for what only some readers would believe.
 *
 * @param name of the entry
 */
record ExtraFields(ZipBytes zip, Refusal refuse, String name) {
    private static final int ZIP64 = 1;
    private static final int UNICODE_NAME = 0x7075;
    private static final int UNICODE_NAME_HEAD = 5;

    /** Refuses a second name and a second Zip64 field; a tail that is no field is padding, which tools for alignment write. */
    void check(long from, int length) {
        long end = from + length;
        boolean wide = false;
        for (long at = from; at + 4 <= end; ) {
            int kind = zip.u16(at);
            int size = zip.u16(at + 2);
            long content = at + 4;
            if (content + size > end) {
                if (kind == ZIP64 || kind == UNICODE_NAME) {
                    throw refuse.entry(name, "has a damaged extra field");
                }
                return;
            }
            if (kind == ZIP64 && wide) {
                throw refuse.entry(name, "has two Zip64 fields");
            }
            wide |= kind == ZIP64;
            if (kind == UNICODE_NAME && !isName(content, size)) {
                throw refuse.entry(name, "has another name in an extra field");
            }
            at = content + size;
        }
    }

    private boolean isName(long content, int size) {
        byte[] mine = name.getBytes(StandardCharsets.UTF_8);
        int length = size - UNICODE_NAME_HEAD;
        return length == mine.length && Arrays.equals(zip.bytes(content + UNICODE_NAME_HEAD, length), mine);
    }
}
