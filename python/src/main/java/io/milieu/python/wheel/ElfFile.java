package io.milieu.python.wheel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the dynamic section of an ELF file (System V gABI) says about libraries: 32 and 64 bits, both byte orders.
 *
 * @param needed the libraries it is linked with (DT_NEEDED)
 * @param soname the name it is known by (DT_SONAME)
 * @param searchPath where it looks for libraries: DT_RUNPATH, else DT_RPATH, split at colons
 */
record ElfFile(List<String> needed, Optional<String> soname, List<String> searchPath) {
    private static final int MAGIC = 0x7f454c46;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int TAG_NEEDED = 1;
    private static final int TAG_STRINGS = 5;
    private static final int TAG_SONAME = 14;
    private static final int TAG_RPATH = 15;
    private static final int TAG_RUNPATH = 29;
    private static final int ENTRIES_AT_MOST = 100_000;
    private static final int NAME_AT_MOST = 4096;

    /** Copies the lists. */
    ElfFile {
        needed = List.copyOf(needed);
        searchPath = List.copyOf(searchPath);
    }

    /** {@return what the file says; empty if it is no ELF file, not dynamic, or damaged: then the loader would refuse it too} */
    static Optional<ElfFile> read(MemorySegment file) {
        if (file.byteSize() < 52
                || file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0) != MAGIC) {
            return Optional.empty();
        }
        try {
            return new Reader(file).read();
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static final class Reader {
        private final MemorySegment file;
        private final boolean wide;
        private final ValueLayout.OfShort u16;
        private final ValueLayout.OfInt u32;
        private final ValueLayout.OfLong u64;

        Reader(MemorySegment file) {
            this.file = file;
            wide = file.get(ValueLayout.JAVA_BYTE, 4) == 2;
            ByteOrder order = file.get(ValueLayout.JAVA_BYTE, 5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            u16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
            u32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
            u64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        }

        Optional<ElfFile> read() {
            for (Segment segment : segments()) {
                if (segment.type == DYNAMIC) {
                    return Optional.of(dynamic(segment));
                }
            }
            return Optional.empty();
        }

        private List<Segment> segments() {
            long at = word(wide ? 32 : 28);
            int size = half(wide ? 54 : 42);
            int count = half(wide ? 56 : 44);
            List<Segment> segments = new ArrayList<>();
            for (int i = 0; i < count; i++, at += size) {
                segments.add(new Segment(
                        file.get(u32, at),
                        word(at + (wide ? 8 : 4)),
                        word(at + (wide ? 16 : 8)),
                        word(at + (wide ? 32 : 16))));
            }
            return segments;
        }

        private ElfFile dynamic(Segment dynamic) {
            int width = wide ? 8 : 4;
            long strings = -1;
            List<long[]> entries = new ArrayList<>();
            for (long at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 2L * width) {
                long tag = word(at);
                if (tag == 0 || entries.size() > ENTRIES_AT_MOST) {
                    break;
                }
                if (tag == TAG_STRINGS) {
                    strings = offsetOf(word(at + width));
                } else {
                    entries.add(new long[] {tag, word(at + width)});
                }
            }
            List<String> needed = texts(entries, TAG_NEEDED, strings);
            List<String> runPath = texts(entries, TAG_RUNPATH, strings);
            List<String> search = runPath.isEmpty() ? texts(entries, TAG_RPATH, strings) : runPath;
            return new ElfFile(
                    needed,
                    texts(entries, TAG_SONAME, strings).stream().findFirst(),
                    search.stream()
                            .flatMap(path -> List.of(path.split(":")).stream())
                            .toList());
        }

        private List<String> texts(List<long[]> entries, int tag, long strings) {
            return entries.stream()
                    .filter(entry -> entry[0] == tag)
                    .map(entry -> text(strings + entry[1]))
                    .toList();
        }

        private String text(long at) {
            long end = at;
            while (file.get(ValueLayout.JAVA_BYTE, end) != 0) {
                if (++end - at > NAME_AT_MOST) {
                    throw new IndexOutOfBoundsException("a name without end");
                }
            }
            return new String(file.asSlice(at, end - at).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        }

        /** The string table is named by its address in memory; the load segments say where that is in the file. */
        private long offsetOf(long address) {
            for (Segment segment : segments()) {
                if (segment.type == LOAD && address >= segment.address && address - segment.address < segment.size) {
                    return segment.offset + (address - segment.address);
                }
            }
            throw new IndexOutOfBoundsException("an address outside of the file");
        }

        private int half(long at) {
            return Short.toUnsignedInt(file.get(u16, at));
        }

        private long word(long at) {
            return wide ? file.get(u64, at) : Integer.toUnsignedLong(file.get(u32, at));
        }

        private record Segment(int type, long offset, long address, long size) {}
    }
}
