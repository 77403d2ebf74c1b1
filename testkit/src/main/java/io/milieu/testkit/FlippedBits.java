package io.milieu.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Writes the complement of every byte. */
final class FlippedBits extends FilterOutputStream {
    FlippedBits(OutputStream out) {
        super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] flipped = new byte[length];
        for (int i = 0; i < length; i++) {
            flipped[i] = (byte) ~bytes[offset + i];
        }
        out.write(flipped);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(~b);
    }
}
