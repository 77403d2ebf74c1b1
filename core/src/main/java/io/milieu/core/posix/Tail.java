package io.milieu.core.posix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The last bytes of a stream that a thread of its own reads to its end. Thread-safe. */
final class Tail {
    static final int BYTES = 64 * 1024;
    /** What a program wrote before it ended is in the pipe; only programs that it left behind keep the pipe open longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final byte[] ring = new byte[BYTES];
    private long written;
    private @Nullable IOException failure;
    private final Thread reader;

    private Tail(InputStream stream) {
        reader = Thread.ofVirtual().name("subprocess-output").unstarted(() -> read(stream));
    }

    static Tail of(InputStream stream) {
        Tail tail = new Tail(stream);
        tail.reader.start();
        return tail;
    }

    /** {@return what the stream ended with, or what it gave so far if it does not end} The program has ended. */
    String text() throws IOException, InterruptedException {
        reader.join(PATIENCE);
        return snapshot();
    }

    private synchronized String snapshot() throws IOException {
        if (failure != null) {
            throw failure;
        }
        int length = (int) Math.min(written, BYTES);
        byte[] last = new byte[length];
        for (int i = 0; i < length; i++) {
            last[i] = ring[(int) ((written - length + i) % BYTES)];
        }
        return new String(last, StandardCharsets.UTF_8);
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[8192];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private synchronized void keep(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (written++ % BYTES)] = bytes[i];
        }
    }

    private synchronized void fail(IOException e) {
        failure = e;
    }
}
