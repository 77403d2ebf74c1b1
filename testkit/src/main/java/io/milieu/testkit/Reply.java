package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the server answers. A {@code Content-Length} among the headers is sent to HEAD requests only; else the body's length is.
 *
 * @param status the HTTP status
 * @param headers by name in any case
 * @param body sent unless the request was HEAD
 */
public record Reply(int status, Map<String, String> headers, Body body) {
    /** Copies the headers. */
    public Reply {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** {@return a reply without headers} */
    public static Reply of(int status, byte[] body) {
        return new Reply(status, Map.of(), Body.of(body));
    }

    /** {@return a plain text reply} */
    public static Reply text(int status, String text) {
        return of(status, text.getBytes(UTF_8)).with("Content-Type", "text/plain; charset=utf-8");
    }

    /** {@return a redirection with status 301} */
    public static Reply redirect(String location) {
        return text(301, "moved to " + location + "\n").with("Location", location);
    }

    /** {@return the value of a header} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** {@return this reply with a header set} */
    public Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    /** {@return this reply without a header} */
    public Reply without(String header) {
        Map<String, String> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rest.putAll(headers);
        rest.remove(header);
        return new Reply(status, rest, body);
    }

    /** {@return this reply with another status and body} */
    public Reply with(int otherStatus, Body otherBody) {
        return new Reply(otherStatus, headers, otherBody);
    }
}
