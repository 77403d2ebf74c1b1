package io.milieu.python.wheel;

/** Reads the two headers of each entry of a zip file and refuses an entry on which they disagree. */
final class MemberHeaders {
    private static final long LOCAL = 0x04034b50L;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
    private static final int SIZES_FOLLOW = 1 << 3;
    private static final int UTF_8 = 1 << 11;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int ZIP64_FIELD = 1;

    private final ZipBytes zip;
    private final Refusal refuse;
    private final long dataEnd;

    /** @param dataEnd where the table of contents starts: no entry reaches beyond it */
    MemberHeaders(ZipBytes zip, Refusal refuse, long dataEnd) {
        this.zip = zip;
        this.refuse = refuse;
        this.dataEnd = dataEnd;
    }

    /** {@return the entry whose central header starts there} */
    ArchiveMember read(long at) {
        int flags = zip.u16(at + 8);
        int nameLength = zip.u16(at + 28);
        String name = MemberNames.decode(zip.bytes(at + CENTRAL_SIZE, nameLength), (flags & UTF_8) != 0, refuse);
        if ((flags & ENCRYPTED) != 0) {
            throw refuse.entry(name, "is encrypted");
        }
        int method = zip.u16(at + 10);
        if (method != STORED && method != DEFLATED) {
            throw refuse.entry(name, "is packed with the unknown method " + method);
        }
        new ExtraFields(zip, refuse, name).check(at + CENTRAL_SIZE + nameLength, zip.u16(at + 30));
        Sizes sizes = sizes(at, nameLength);
        boolean executable = executable(name, (int) (zip.u32(at + 38) >>> 16));
        checkLocal(at, name, sizes);
        long data = sizes.header + LOCAL_SIZE + zip.u16(sizes.header + 26) + zip.u16(sizes.header + 28);
        if (sizes.packed < 0 || sizes.packed > dataEnd - data) {
            throw refuse.entry(name, "reaches beyond the archive");
        }
        boolean directory = name.endsWith("/");
        if ((method == STORED && sizes.packed != sizes.plain) || (directory && sizes.plain != 0)) {
            throw refuse.entry(name, "declares a size that it cannot have");
        }
        return new ArchiveMember(
                name, method == DEFLATED, zip.u32(at + 16), sizes.packed, sizes.plain, sizes.header, data, executable);
    }

    private boolean executable(String name, int mode) {
        int type = mode & 0170000;
        boolean expected = type == 0 || type == (name.endsWith("/") ? 0040000 : 0100000);
        if (!expected) {
            throw refuse.entry(name, "is " + (type == 0120000 ? "a symbolic link" : "no ordinary file"));
        }
        return (mode & 0111) != 0;
    }

    private void checkLocal(long at, String name, Sizes sizes) {
        long local = sizes.header;
        if (local < 0 || local > dataEnd - LOCAL_SIZE || zip.u32(local) != LOCAL) {
            throw refuse.entry(name, "has no local header");
        }
        int nameLength = zip.u16(at + 28);
        if (zip.u16(local + 26) != nameLength || !zip.same(at + CENTRAL_SIZE, local + LOCAL_SIZE, nameLength)) {
            throw refuse.entry(name, "has another name in its local header");
        }
        if (zip.u16(local + 8) != zip.u16(at + 10)) {
            throw refuse.entry(name, "has another packing method in its local header");
        }
        int flags = zip.u16(local + 6);
        if ((flags & ENCRYPTED) != 0) {
            throw refuse.entry(name, "is encrypted");
        }
        if (((flags ^ zip.u16(at + 8)) & UTF_8) != 0 && name.chars().anyMatch(c -> c > 127)) {
            throw refuse.entry(name, "has its name in another encoding in its local header");
        }
        new ExtraFields(zip, refuse, name).check(local + LOCAL_SIZE + nameLength, zip.u16(local + 28));
        boolean unknownYet = (flags & SIZES_FOLLOW) != 0 && zip.u32(local + 14) == 0 && zip.u32(local + 22) == 0;
        if (!unknownYet
                && (zip.u32(local + 14) != zip.u32(at + 16)
                        || !localSizes(local).agree(sizes))) {
            throw refuse.entry(name, "has another size or checksum in its local header");
        }
    }

    private Sizes sizes(long at, int nameLength) {
        long extra = at + CENTRAL_SIZE + nameLength;
        Sizes plain = new Sizes(zip.u32(at + 24), zip.u32(at + 20), zip.u32(at + 42));
        return plain.fromZip64(zip, extra, extra + zip.u16(at + 30));
    }

    private Sizes localSizes(long local) {
        long extra = local + LOCAL_SIZE + zip.u16(local + 26);
        Sizes plain = new Sizes(zip.u32(local + 22), zip.u32(local + 18), 0);
        return plain.fromZip64(zip, extra, extra + zip.u16(local + 28));
    }

    private record Sizes(long plain, long packed, long header) {
        boolean agree(Sizes other) {
            return plain == other.plain && packed == other.packed;
        }

        /** The extra field holds, in this order, only the values that did not fit into 32 bits. */
        Sizes fromZip64(ZipBytes zip, long from, long to) {
            long at = from;
            while (at + 4 <= to) {
                int length = zip.u16(at + 2);
                if (zip.u16(at) == ZIP64_FIELD) {
                    long next = at + 4;
                    long newPlain = plain == IN_ZIP64 ? zip.u64(next) : plain;
                    next += plain == IN_ZIP64 ? 8 : 0;
                    long newPacked = packed == IN_ZIP64 ? zip.u64(next) : packed;
                    next += packed == IN_ZIP64 ? 8 : 0;
                    long newHeader = header == IN_ZIP64 ? zip.u64(next) : header;
                    next += header == IN_ZIP64 ? 8 : 0;
                    // Values that stand behind the field are somebody else's: no size fits them.
                    return next <= at + 4 + length ? new Sizes(newPlain, newPacked, newHeader) : new Sizes(-1, -1, -1);
                }
                at += 4 + length;
            }
            return this;
        }
    }
}
