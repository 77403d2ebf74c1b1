package io.milieu.python.wheel;

/**
 * What stands behind the content of an entry whose sizes were not known when its header was written (APPNOTE 4.3.9): checksum and
 * sizes, in four forms. A reader from the front believes it, so it must say what the table of contents says.
 */
record DataDescriptors(ZipBytes zip, Refusal refuse) {
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final long MARK = 0x08074b50L;
    private static final int CHECKSUM_SIZE = 4;

    /** {@return the bytes of the descriptor of that entry; 0 if it has none} */
    int length(ArchiveMember member) {
        if ((zip.u16(member.header() + 6) & SIZES_FOLLOW) == 0) {
            return 0;
        }
        long at = member.end();
        // A checksum may look like the mark, which may be left out: whichever reading agrees is meant.
        for (int mark : zip.u32(at) == MARK ? new int[] {CHECKSUM_SIZE, 0} : new int[] {0}) {
            long sizes = at + mark + CHECKSUM_SIZE;
            if (zip.u32(at + mark) == member.crc()) {
                if (zip.u32(sizes) == member.packedSize() && zip.u32(sizes + 4) == member.size()) {
                    return mark + CHECKSUM_SIZE + 8;
                }
                if (zip.u64(sizes) == member.packedSize() && zip.u64(sizes + 8) == member.size()) {
                    return mark + CHECKSUM_SIZE + 16;
                }
            }
        }
        throw refuse.entry(member.name(), "has another size or checksum behind its content");
    }
}
