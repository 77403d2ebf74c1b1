package io.milieu.python.wheel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the files of wheels and checks size and CRC-32. Files up to a limit are inflated at once by libdeflate, twice as fast
 * as zlib (or by that where the library has no native code); larger ones go through zlib in pieces. Holds as much native
 * memory as the largest of the former needed, because new memory is zeroed and faulted in page by page; not thread-safe.
 */
final class MemberReader implements AutoCloseable {
    private static final long FIRST = 1 << 17;
    private static final long PIECE = 1 << 20;
    private static final long LARGEST_WHOLE = 64L << 20;
    private static final long VIEW_AT_MOST = 512L << 20;

    private final long wholeAtMost;
    private final Optional<Libdeflate> libdeflate = Libdeflate.open();
    private Arena arena = Arena.ofConfined();
    private MemorySegment buffer = MemorySegment.NULL;

    /** A reader that inflates files of at most so many bytes at once. */
    MemberReader(long wholeAtMost) {
        this.wholeAtMost = wholeAtMost;
    }

    /** {@return how much each of so many readers may hold: all of them at most half of what the JVM grants as native memory} */
    static long share(int readers) {
        return Math.clamp(Runtime.getRuntime().maxMemory() / 2 / readers, PIECE, LARGEST_WHOLE);
    }

    /** {@return whether the sink will get the content of that file in one piece} */
    boolean readsWhole(ArchiveMember member) {
        return member.size() <= (member.deflated() ? wholeAtMost : VIEW_AT_MOST);
    }

    /**
     * Hands the content to the sink: in one piece, or for a large file in several.
     *
     * @throws io.milieu.core.error.MilieuException if the bytes are not what the headers promise; the sink may have seen them
     */
    void read(WheelArchive archive, ArchiveMember member, Sink sink) throws IOException {
        CRC32 crc = new CRC32();
        if (!member.deflated()) {
            inPieces(archive.packed(member), crc, sink);
        } else if (readsWhole(member)) {
            whole(archive, member, crc, sink);
        } else {
            streamed(archive, member, crc, sink);
        }
        if (crc.getValue() != member.crc()) {
            throw archive.refuse().entry(member.name(), "does not have its checksum");
        }
    }

    private void whole(WheelArchive archive, ArchiveMember member, CRC32 crc, Sink sink) throws IOException {
        MemorySegment content = room(member.size());
        if (libdeflate.isEmpty()
                ? !inflated(archive.packed(member), content)
                : !libdeflate.get().inflate(archive.packed(member), content)) {
            throw corrupt(archive, member);
        }
        crc.update(content.asByteBuffer());
        sink.accept(content);
    }

    /** The same without the library. */
    static boolean inflated(MemorySegment packed, MemorySegment content) {
        ByteBuffer room = content.asByteBuffer();
        ByteBuffer beyond = ByteBuffer.allocate(1);
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(packed.asByteBuffer());
            while (!inflater.finished()) {
                // The end of a stream needs room, too, to be seen.
                int length = inflater.inflate(room.hasRemaining() ? room : beyond);
                if (beyond.position() > 0 || (length == 0 && !inflater.finished())) {
                    return false;
                }
            }
            return inflater.getRemaining() == 0 && !room.hasRemaining();
        } catch (DataFormatException e) {
            return false;
        }
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
            left += inflater.getRemaining() + packed.byteSize() - fed;
        } catch (DataFormatException e) {
            throw corrupt(archive, member);
        }
        if (left != 0) {
            throw corrupt(archive, member);
        }
    }

    private static void inPieces(MemorySegment content, CRC32 crc, Sink sink) throws IOException {
        for (long at = 0; at < content.byteSize() || at == 0; at += VIEW_AT_MOST) {
            MemorySegment piece = content.asSlice(at, Math.min(VIEW_AT_MOST, content.byteSize() - at));
            crc.update(piece.asByteBuffer());
            sink.accept(piece);
        }
    }

    private static RuntimeException corrupt(WheelArchive archive, ArchiveMember member) {
        return archive.refuse()
                .entry(member.name(), "is damaged or does not have the " + member.size() + " bytes it declares");
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with this reader, or here for the next
    private MemorySegment room(long size) {
        if (buffer.byteSize() < Math.max(size, 1)) {
            // If there is not enough memory, this reader still can read what is smaller.
            buffer = MemorySegment.NULL;
            arena.close();
            arena = Arena.ofConfined();
            long roomy = Math.max(FIRST, Long.highestOneBit(size) * 2);
            buffer = arena.allocate(Math.max(size, Math.min(wholeAtMost, roomy)));
        }
        return buffer.asSlice(0, size);
    }

    @Override
    public void close() {
        arena.close();
        libdeflate.ifPresent(Libdeflate::close);
    }

    /** Takes a piece of content, which is valid only during the call. */
    interface Sink {
        void accept(MemorySegment piece) throws IOException;
    }
}
