package io.milieu.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One HTTP request, read whole.
 *
 * @param method such as {@code POST}
 * @param path decoded, without the query
 * @param names what stands in the places of the route's template
 * @param query the parameters behind the question mark; of one that is repeated, the last
 * @param headers looks up a header, in any case
 * @param body the bytes; empty if there is none
 * @param caller who asks
 */
public record Call(
        String method,
        String path,
        Map<String, String> names,
        Map<String, String> query,
        Function<String, Optional<String>> headers,
        ByteBuffer body,
        Caller caller) {
    /** Copies the maps. */
    public Call {
        names = Map.copyOf(names);
        query = Map.copyOf(query);
        body = body.asReadOnlyBuffer();
    }

    /** {@return the bytes, to be read from the first on by everybody who asks} */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** {@return the header of that name, if it was sent} */
    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** {@return what stands in that place of the route's template} */
    public String name(String place) {
        return names.getOrDefault(place, "");
    }

    /** {@return the body as UTF-8} */
    public String text() {
        return StandardCharsets.UTF_8.decode(body()).toString();
    }
}
