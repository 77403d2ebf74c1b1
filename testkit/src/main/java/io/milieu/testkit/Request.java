package io.milieu.testkit;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client asked.
 *
 * @param method for example GET
 * @param path the path of the URL, still encoded, without query
 * @param headers by name in any case; several values are joined with a comma
 */
public record Request(String method, String path, Map<String, String> headers) {
    /** Copies the headers. */
    public Request {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** {@return the value of a header} */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** {@return this request without a header} */
    public Request without(String header) {
        Map<String, String> rest = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rest.putAll(headers);
        rest.remove(header);
        return new Request(method, path, rest);
    }
}
