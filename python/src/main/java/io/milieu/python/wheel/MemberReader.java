package io.milieu.python.wheel;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateDecompressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the files of wheels and checks size and CRC-32. Up to {@link #WHOLE_AT_MOST} bytes are inflated at once by
 * libdeflate, twice as fast as zlib (or by the JDK where the library has no native code); larger files go through zlib in
 * pieces. Keeps up to {@link #KEEP_AT_MOST} bytes of native memory for as long as it is in use; not thread-safe.
 */
final class MemberReader {
    static final long WHOLE_AT_MOST = 512L << 20;
    private static final long KEEP_AT_MOST = 32L << 20;
    private static final int PIECE = 1 << 18;

    private final DeflateDecompressor decompressor = Libdeflate.decompressor();
    private MemorySegment kept = MemorySegment.NULL;

    /**
     * Hands the content to the sink: in one piece, or for a very large file in several.
     *
     * @throws io.milieu.core.error.MilieuException if the bytes are not what the headers promise; the sink may have seen them
     */
    void read(WheelArchive archive, ArchiveMember member, Sink sink) throws IOException {
        CRC32 crc = new CRC32();
        if (!member.deflated()) {
            MemorySegment stored = archive.packed(member);
            inPieces(stored, crc, sink);
        } else if (member.size() <= KEEP_AT_MOST) {
            whole(archive, member, room(member.size()), crc, sink);
        } else if (member.size() <= WHOLE_AT_MOST) {
            try (Arena once = Arena.ofConfined()) {
                whole(archive, member, once.allocate(member.size()), crc, sink);
            }
        } else {
            streamed(archive, member, crc, sink);
        }
        if (crc.getValue() != member.crc()) {
            throw archive.refuse().entry(member.name(), "does not have its checksum");
        }
    }

    private void whole(WheelArchive archive, ArchiveMember member, MemorySegment content, CRC32 crc, Sink sink)
            throws IOException {
        int length;
        try {
            length = decompressor.decompress(archive.packed(member), content);
        } catch (MalformedInputException e) {
            throw corrupt(archive, member);
        }
        if (length != member.size()) {
            throw corrupt(archive, member);
        }
        crc.update(content.asByteBuffer());
        sink.accept(content);
    }

    private void streamed(WheelArchive archive, ArchiveMember member, CRC32 crc, Sink sink) throws IOException {
        MemorySegment packed = archive.packed(member);
        MemorySegment piece = room(PIECE);
        long fed = 0;
        long left = member.size();
        try (Inflater inflater = new Inflater(true)) {
            while (!inflater.finished()) {
                if (inflater.needsInput() && fed < packed.byteSize()) {
                    long length = Math.min(PIECE, packed.byteSize() - fed);
                    inflater.setInput(packed.asSlice(fed, length).asByteBuffer());
                    fed += length;
                }
                int length = inflater.inflate(piece.asByteBuffer());
                left -= length;
                if (left < 0 || (length == 0 && inflater.needsInput() && fed == packed.byteSize())) {
                    throw corrupt(archive, member);
                }
                inPieces(piece.asSlice(0, length), crc, sink);
            }
        } catch (DataFormatException e) {
            throw corrupt(archive, member);
        }
        if (left != 0) {
            throw corrupt(archive, member);
        }
    }

    private static void inPieces(MemorySegment content, CRC32 crc, Sink sink) throws IOException {
        for (long at = 0; at < content.byteSize() || at == 0; at += WHOLE_AT_MOST) {
            MemorySegment piece = content.asSlice(at, Math.min(WHOLE_AT_MOST, content.byteSize() - at));
            crc.update(piece.asByteBuffer());
            sink.accept(piece);
        }
    }

    private static RuntimeException corrupt(WheelArchive archive, ArchiveMember member) {
        return archive.refuse()
                .entry(member.name(), "is damaged or does not have the " + member.size() + " bytes it declares");
    }

    /** New memory is zeroed and faulted in page by page, which takes as long as inflating: what there is serves again. */
    private MemorySegment room(long size) {
        if (kept.byteSize() < size || kept.byteSize() == 0) {
            kept = Arena.ofAuto().allocate(Math.max(PIECE, Long.highestOneBit(size) * 2));
        }
        return kept.asSlice(0, size);
    }

    /** Takes a piece of content, which is valid only during the call. */
    interface Sink {
        void accept(MemorySegment piece) throws IOException;
    }
}
