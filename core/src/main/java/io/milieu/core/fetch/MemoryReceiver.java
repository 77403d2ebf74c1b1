package io.milieu.core.fetch;

import java.io.IOException;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects a small body in memory. */
final class MemoryReceiver extends Receiver {
    private final int wantedStatus;
    private final int limit;
    private byte[] bytes = new byte[0];
    private int size;
    private volatile boolean overflowed;

    MemoryReceiver(int wantedStatus, int limit) {
        this.wantedStatus = wantedStatus;
        this.limit = limit;
    }

    byte[] bytes() {
        return bytes.length == size ? bytes : Arrays.copyOf(bytes, size);
    }

    boolean overflowed() {
        return overflowed;
    }

    @Override
    boolean wants(ResponseInfo head) {
        if (head.statusCode() != wantedStatus) {
            return false;
        }
        long announced = head.headers().firstValueAsLong("content-length").orElse(8192);
        bytes = new byte[Math.clamp(announced, 0, Math.min(limit, 1 << 24))];
        return true;
    }

    @Override
    void take(ByteBuffer part) throws IOException {
        int end = size + part.remaining();
        if (end > limit) {
            overflowed = true;
            throw TransferFailure.lasting("the answer is larger than " + limit + " bytes");
        }
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.clamp(2L * end, end, limit));
        }
        part.get(bytes, size, end - size);
        size = end;
    }
}
