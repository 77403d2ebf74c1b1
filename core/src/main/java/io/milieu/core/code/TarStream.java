package io.milieu.core.code;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of a tar archive: each is spent as it is read, and the zeros it must end with are counted. */
final class TarStream extends InputStream {
    private static final int BLOCK = 512;

    private final InputStream bytes;
    private final Budget budget;
    private long zerosAtEnd;

    TarStream(InputStream bytes, Budget budget) {
        this.bytes = bytes;
        this.budget = budget;
    }

    /** Without its last block an archive that was cut between two entries looks like a smaller one. */
    void requireEndMarker() throws IOException {
        if (zerosAtEnd < BLOCK) {
            throw new IOException("the end is missing");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = bytes.read(buffer, offset, length);
        if (count > 0) {
            budget.spend(count);
            int zeros = 0;
            while (zeros < count && buffer[offset + count - 1 - zeros] == 0) {
                zeros++;
            }
            zerosAtEnd = zeros == count ? zerosAtEnd + count : zeros;
        }
        return count;
    }
}
