package io.milieu.python.wheel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Little-endian numbers in the mapped bytes of a zip file. Reading outside throws {@link IndexOutOfBoundsException}. */
record ZipBytes(MemorySegment all) {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    long size() {
        return all.byteSize();
    }

    int u16(long at) {
        return Short.toUnsignedInt(all.get(U16, at));
    }

    long u32(long at) {
        return Integer.toUnsignedLong(all.get(U32, at));
    }

    /** {@return the number, which no honest file makes larger than a signed long holds} */
    long u64(long at) {
        return all.get(U64, at);
    }

    byte[] bytes(long at, int length) {
        return all.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    boolean same(long one, long other, long length) {
        return MemorySegment.mismatch(all, one, one + length, all, other, other + length) < 0;
    }
}
