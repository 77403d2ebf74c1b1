package io.milieu.core.fetch;

/** The answer to a request for a part of a file. */
public sealed interface RangeReply {

    /** Exactly the bytes asked for, or fewer if the file ends before. */
    final class Part implements RangeReply {
        private final byte[] bytes;
        private final long from;
        private final long total;

        Part(byte[] bytes, long from, long total) {
            this.bytes = bytes;
            this.from = from;
            this.total = total;
        }

        /** {@return the bytes; not copied, so callers leave them as they are} */
        public byte[] bytes() {
            return bytes;
        }

        /** {@return where in the file the bytes begin} */
        public long from() {
            return from;
        }

        /** {@return the size of the whole file} */
        public long total() {
            return total;
        }
    }

    /**
     * The server cannot do it, or what it says about the part does not fit what it sent: fetch the whole file.
     *
     * @param reason why, for a log
     */
    record Unsupported(String reason) implements RangeReply {}

    /** There is no such file. */
    record NotFound() implements RangeReply {}
}
