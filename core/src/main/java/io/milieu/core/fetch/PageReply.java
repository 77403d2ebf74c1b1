package io.milieu.core.fetch;

import java.net.URI;
import java.net.http.HttpHeaders;

/** The answer to a request for a small document. */
public sealed interface PageReply {

    /** The document is there. */
    final class Page implements PageReply {
        private final URI uri;
        private final HttpHeaders headers;
        private final byte[] body;

        Page(URI uri, HttpHeaders headers, byte[] body) {
            this.uri = uri;
            this.headers = headers;
            this.body = body;
        }

        /** {@return where the document came from, after redirects, without credentials: the base of its relative links} */
        public URI uri() {
            return uri;
        }

        /** {@return the headers of the last answer; empty for a file} */
        public HttpHeaders headers() {
            return headers;
        }

        /** {@return the bytes, decompressed; not copied, so callers leave them as they are} */
        public byte[] body() {
            return body;
        }

        /** {@return what to send next time to learn whether the document changed} */
        public Validators validators() {
            return Validators.of(headers);
        }
    }

    /**
     * The document is as the caller has it.
     *
     * @param headers the headers of the answer: freshness may be new
     */
    record NotModified(HttpHeaders headers) implements PageReply {}

    /** There is no such document (404, 410, no such file). */
    record NotFound() implements PageReply {}
}
