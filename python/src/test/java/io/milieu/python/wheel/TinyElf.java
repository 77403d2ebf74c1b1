package io.milieu.python.wheel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes the smallest shared objects: a header, two program headers, a dynamic section, a string table. */
public record TinyElf(boolean wide, ByteOrder order, String soname, String runPath, List<String> needed) {
    private static final int ADDRESS = 0x10000;

    /** A 64-bit little-endian object. */
    public static byte[] object(String soname, String... needed) {
        return new TinyElf(true, ByteOrder.LITTLE_ENDIAN, soname, "$ORIGIN/../lib", List.of(needed)).bytes();
    }

    byte[] bytes() {
        int headerSize = wide ? 64 : 52;
        int programSize = wide ? 56 : 32;
        List<long[]> entries = new ArrayList<>();
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        needed.forEach(name -> entries.add(new long[] {1, add(strings, name)}));
        if (!soname.isEmpty()) {
            entries.add(new long[] {14, add(strings, soname)});
        }
        entries.add(new long[] {29, add(strings, runPath)});
        int dynamicAt = headerSize + 2 * programSize;
        int dynamicSize = (entries.size() + 2) * (wide ? 16 : 8);
        int stringsAt = dynamicAt + dynamicSize;
        entries.add(new long[] {5, ADDRESS + stringsAt});
        entries.add(new long[] {0, 0});
        int size = stringsAt + strings.size();
        ByteBuffer file = ByteBuffer.allocate(size).order(order);
        file.put(new byte[] {
            0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2), 1
        });
        file.position(16).putShort((short) 3);
        word(file.position(wide ? 32 : 28), headerSize);
        file.position(wide ? 54 : 42).putShort((short) programSize).putShort((short) 2);
        segment(file.position(headerSize), 1, 0, size);
        segment(file.position(headerSize + programSize), 2, dynamicAt, dynamicSize);
        file.position(dynamicAt);
        entries.forEach(entry -> {
            word(file, entry[0]);
            word(file, entry[1]);
        });
        return file.put(strings.toByteArray()).array();
    }

    private void segment(ByteBuffer file, int type, long offset, long size) {
        file.putInt(type);
        if (wide) {
            file.putInt(4);
        }
        word(file, offset);
        word(file, ADDRESS + offset);
        word(file, ADDRESS + offset);
        word(file, size);
    }

    private void word(ByteBuffer file, long value) {
        if (wide) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }

    private static long add(ByteArrayOutputStream strings, String text) {
        long at = strings.size();
        strings.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
        return at;
    }
}
