package io.milieu.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Bytes that a {@link Reply} carries, written as often as asked. An own one may write less, more slowly or other than it says. */
public interface Body {
    /** {@return the length that the reply announces} */
    long length();

    /** Writes {@code count} bytes from an offset; throwing cuts the connection. */
    void write(OutputStream out, long from, long count) throws IOException;

    /** {@return the bytes as a body} */
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void write(OutputStream out, long from, long count) throws IOException {
                out.write(bytes, (int) from, (int) count);
            }
        };
    }

    /** {@return the file as a body, read anew for each reply} */
    static Body of(Path file, long length) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void write(OutputStream out, long from, long count) throws IOException {
                WritableByteChannel target = Channels.newChannel(out);
                try (FileChannel source = FileChannel.open(file)) {
                    for (long at = from; at < from + count; ) {
                        at += source.transferTo(at, from + count - at, target);
                    }
                }
            }
        };
    }

    /** {@return a part of this body} */
    default Body part(long start, long length) {
        Body whole = this;
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void write(OutputStream out, long from, long count) throws IOException {
                whole.write(out, start + from, count);
            }
        };
    }
}
