package io.milieu.agent.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What is answered to a {@link Call}. */
public sealed interface Reply {
    /**
     * A body that is known.
     *
     * @param status the HTTP status
     * @param type the media type of the body
     * @param body the bytes
     * @param headers further headers
     */
    record Whole(int status, String type, ByteBuffer body, Map<String, String> headers) implements Reply {
        /** Copies the headers. */
        public Whole {
            headers = Map.copyOf(headers);
            body = body.asReadOnlyBuffer();
        }

        /** {@return this reply with a further header} */
        public Whole with(String name, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(name, value);
            return new Whole(status, type, body, more);
        }

        /** {@return the bytes, to be read from the first on by everybody who asks} */
        @Override
        public ByteBuffer body() {
            return body.duplicate();
        }
    }

    /**
     * A body that comes into being while it is sent; status 200.
     *
     * @param type the media type
     * @param content writes the body and flushes what is to arrive
     */
    record Stream(String type, Content content) implements Reply {}

    /** Writes a body. */
    @FunctionalInterface
    interface Content {
        /**
         * Writes all of it.
         *
         * @throws IOException if the other end has gone
         * @throws InterruptedException if the service stops
         */
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** {@return a reply of that status and type} */
    static Whole of(int status, String type, ByteBuffer body) {
        return new Whole(status, type, body, Map.of());
    }

    /** {@return a reply of text} */
    static Whole text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", StandardCharsets.UTF_8.encode(text));
    }
}
