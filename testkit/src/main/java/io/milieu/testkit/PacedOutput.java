package io.milieu.testkit;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/** Passes bytes on no faster than a rate, in slices of a hundredth of a second. */
final class PacedOutput extends FilterOutputStream {
    private final long bytesPerSecond;
    private final long start = System.nanoTime();
    private long written;

    PacedOutput(OutputStream out, long bytesPerSecond) {
        super(out);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int slice = Math.clamp(bytesPerSecond / 100, 1, 1 << 20);
        for (int at = 0; at < length; at += slice) {
            int count = Math.min(slice, length - at);
            out.write(bytes, offset + at, count);
            out.flush();
            await(count);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    private void await(int count) {
        written += count;
        long due = start + (long) (written * 1e9 / bytesPerSecond);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
