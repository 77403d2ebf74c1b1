package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A way in which an {@link IndexServer} misbehaves, or an own one: it gets the request and the honest server, and returns any
 * reply. Called by many threads at once.
 */
@FunctionalInterface
public interface Fault {
    /** {@return the reply to a request; {@code honest} gives what would be answered otherwise} */
    Reply apply(Request request, Function<Request, Reply> honest);

    /** {@return this fault for the first matching requests only; later ones are answered honestly} */
    default Fault times(int count) {
        AtomicInteger left = new AtomicInteger(count);
        return (request, honest) -> left.getAndDecrement() > 0 ? apply(request, honest) : honest.apply(request);
    }

    /** Answers with a status, for example 403, 404 or 500. */
    static Fault status(int status) {
        return (request, honest) -> Reply.text(status, "failed on purpose\n");
    }

    /** Answers with a status and {@code Retry-After}, in whole seconds. */
    static Fault retryLater(int status, Duration after) {
        return (request, honest) -> Reply.text(status, "later\n").with("Retry-After", Long.toString(after.toSeconds()));
    }

    /** Answers 401 unless the request carries these credentials (RFC 7617). */
    static Fault basicAuth(String user, String password) {
        String expected = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return (request, honest) -> expected.equals(request.headers().get("Authorization"))
                ? honest.apply(request)
                : Reply.text(401, "who are you?\n").with("WWW-Authenticate", "Basic realm=\"index\"");
    }

    /** Announces the whole body, sends its first bytes and cuts the connection. */
    static Fault truncated(long bytes) {
        return sending((body, out, from, count) -> {
            body.write(out, from, Math.min(bytes, count));
            out.flush();
            throw new IOException("cut on purpose");
        });
    }

    /** Sends other bytes of the right length: every bit is flipped. */
    static Fault wrongBytes() {
        return sending((body, out, from, count) -> body.write(new FlippedBits(out), from, count));
    }

    /** Sends bodies no faster than a rate. */
    static Fault slow(long bytesPerSecond) {
        return sending((body, out, from, count) -> body.write(new PacedOutput(out, bytesPerSecond), from, count));
    }

    /** Pretends not to know ranges: 200 with the whole content, though HEAD says {@code Accept-Ranges: bytes}. */
    static Fault ignoresRange() {
        return (request, honest) -> honest.apply(request.without("Range"));
    }

    /** Answers HEAD without {@code Accept-Ranges}, though GET serves ranges. */
    static Fault headWithoutRanges() {
        return (request, honest) ->
                isHead(request) ? honest.apply(request).without("Accept-Ranges") : honest.apply(request);
    }

    /** Answers HEAD with a wrong {@code Content-Length}. */
    static Fault headWithLength(long length) {
        return (request, honest) -> isHead(request)
                ? honest.apply(request).with("Content-Length", Long.toString(length))
                : honest.apply(request);
    }

    /** States another media type. */
    static Fault contentType(String type) {
        return (request, honest) -> honest.apply(request).with("Content-Type", type);
    }

    /** Redirects (302) to the same path on another server. */
    static Fault redirectTo(URI server) {
        return (request, honest) -> found(server.resolve(request.path()).toString());
    }

    /** Redirects (302) to the asked URL itself. */
    static Fault redirectLoop() {
        return (request, honest) -> found(request.path());
    }

    /** Answers 200 with a body that is neither HTML nor JSON nor text, under the honest media type. */
    static Fault garbage() {
        byte[] bytes = {(byte) 0xff, (byte) 0xfe, 0, '<', '{', '"', (byte) 0xc3, '(', 0};
        return (request, honest) -> honest.apply(request).without("ETag").with(200, Body.of(bytes));
    }

    private static Fault sending(BodyWriter writer) {
        return (request, honest) -> writer.in(honest.apply(request));
    }

    private static Reply found(String location) {
        return new Reply(302, Map.of("Location", location), Body.of(new byte[0]));
    }

    private static boolean isHead(Request request) {
        return request.method().equals("HEAD");
    }
}
