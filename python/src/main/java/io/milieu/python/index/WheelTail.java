package io.milieu.python.index;

import io.milieu.core.fetch.ByteRange;
import io.milieu.core.fetch.Fetcher;
import io.milieu.core.fetch.RangeReply.Part;
import java.net.URI;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the {@code METADATA} of a wheel on a server without the rest of it: the end of the archive with its directory (APPNOTE
 * 4.3.12 and 4.3.16, ZIP64 left out), then the one member. In most wheels all of it is in the first answer.
 */
final class WheelTail {
    private static final int TAIL = 32 * 1024;
    /** Real directories have 100 bytes for each file of the wheel. */
    private static final int LARGEST_PART = 64 << 20;
    /** As for metadata that is a file of its own. */
    private static final int LARGEST_TEXT = 16 << 20;

    private static final int END_MARK = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int ENTRY_MARK = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int MEMBER_MARK = 0x04034b50;
    private static final int MEMBER_SIZE = 30;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private final Fetcher fetcher;
    private final URI uri;

    WheelTail(Fetcher fetcher, URI uri) {
        this.fetcher = fetcher;
        this.uri = uri;
    }

    /** {@return the text; empty if the server has no ranges, or the archive is not of the plain kind} */
    Optional<String> metadata() {
        try {
            return fetcher.range(uri, ByteRange.last(TAIL)) instanceof Part tail ? metadata(tail) : Optional.empty();
        } catch (IndexOutOfBoundsException | BufferUnderflowException | DataFormatException e) {
            return Optional.empty(); // whatever is wrong with the archive, the whole file will show it
        }
    }

    private Optional<String> metadata(Part tail) throws DataFormatException {
        ByteBuffer bytes = buffer(tail.bytes());
        int end = bytes.capacity() - END_SIZE;
        while (end >= 0 && bytes.getInt(end) != END_MARK) {
            end--;
        }
        if (end < 0) {
            return Optional.empty();
        }
        long size = bytes.getInt(end + 12) & 0xffffffffL;
        long start = bytes.getInt(end + 16) & 0xffffffffL;
        Optional<Entry> entry = part(tail, start, size).flatMap(WheelTail::find);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        // The member's own extra field may be longer than the directory's; what is too much does no harm.
        long most = MEMBER_SIZE + entry.get().nameLength + 1024L + entry.get().packed;
        long from = entry.get().offset;
        Optional<ByteBuffer> member = part(tail, from, Math.min(most, start - from));
        return member.isEmpty() ? Optional.empty() : entry.get().text(member.get());
    }

    private Optional<ByteBuffer> part(Part tail, long from, long length) {
        if (from < 0 || length <= 0 || length > LARGEST_PART || from + length > tail.total()) {
            return Optional.empty();
        }
        if (from >= tail.from()) {
            int at = (int) (from - tail.from());
            return Optional.of(buffer(Arrays.copyOfRange(tail.bytes(), at, at + (int) length)));
        }
        return fetcher.range(uri, ByteRange.of(from, (int) length)) instanceof Part part
                ? Optional.of(buffer(part.bytes()))
                : Optional.empty();
    }

    /** The entry of the one {@code *.dist-info/METADATA} at the top; several are for somebody else to judge. */
    private static Optional<Entry> find(ByteBuffer directory) {
        Optional<Entry> found = Optional.empty();
        int at = 0;
        while (at + ENTRY_SIZE <= directory.capacity() && directory.getInt(at) == ENTRY_MARK) {
            int nameLength = directory.getShort(at + 28) & 0xffff;
            String name = StandardCharsets.UTF_8
                    .decode(directory.slice(at + ENTRY_SIZE, nameLength))
                    .toString();
            if (name.endsWith(".dist-info/METADATA") && name.indexOf('/') == name.lastIndexOf('/')) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(Entry.read(directory, at, nameLength));
            }
            at += ENTRY_SIZE
                    + nameLength
                    + (directory.getShort(at + 30) & 0xffff)
                    + (directory.getShort(at + 32) & 0xffff);
        }
        return found;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private record Entry(int method, int check, int packed, int size, long offset, int nameLength) {
        static Entry read(ByteBuffer directory, int at, int nameLength) {
            return new Entry(
                    directory.getShort(at + 10),
                    directory.getInt(at + 16),
                    directory.getInt(at + 20),
                    directory.getInt(at + 24),
                    directory.getInt(at + 42) & 0xffffffffL,
                    nameLength);
        }

        Optional<String> text(ByteBuffer member) throws DataFormatException {
            if (member.getInt(0) != MEMBER_MARK || size < 0 || size > LARGEST_TEXT || packed < 0) {
                return Optional.empty();
            }
            int data = MEMBER_SIZE + (member.getShort(26) & 0xffff) + (member.getShort(28) & 0xffff);
            ByteBuffer content = member.slice(data, packed);
            Optional<byte[]> bytes = switch (method) {
                case STORED -> stored(content);
                case DEFLATED -> inflate(content);
                default -> Optional.empty();
            };
            return bytes.filter(this::hasChecksum).map(text -> new String(text, StandardCharsets.UTF_8));
        }

        private boolean hasChecksum(byte[] bytes) {
            CRC32 sum = new CRC32();
            sum.update(bytes);
            return (int) sum.getValue() == check;
        }

        private Optional<byte[]> stored(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            return packed == size ? Optional.of(bytes) : Optional.empty();
        }

        /** Neither less nor more than the declared size may come out: another reader would see something else. */
        private Optional<byte[]> inflate(ByteBuffer data) throws DataFormatException {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(data);
                byte[] bytes = new byte[size + 1];
                int done = 0;
                while (done <= size && !inflater.finished() && !inflater.needsInput()) {
                    done += inflater.inflate(bytes, done, bytes.length - done);
                }
                return done == size && inflater.finished() ? Optional.of(Arrays.copyOf(bytes, size)) : Optional.empty();
            } finally {
                inflater.end();
            }
        }
    }
}
