package io.milieu.testkit;

import java.io.IOException;
import java.io.OutputStream;

/** Another way to send a body. */
@FunctionalInterface
interface BodyWriter {
    void write(Body honest, OutputStream out, long from, long count) throws IOException;

    /** {@return the reply, its body announced as before but sent in this way} */
    default Reply in(Reply reply) {
        Body honest = reply.body();
        return reply.with(reply.status(), new Body() {
            @Override
            public long length() {
                return honest.length();
            }

            @Override
            public void write(OutputStream out, long from, long count) throws IOException {
                BodyWriter.this.write(honest, out, from, count);
            }
        });
    }
}
