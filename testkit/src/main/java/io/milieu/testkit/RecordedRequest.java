package io.milieu.testkit;

import java.util.Optional;

/**
 * A request with the status it was answered with.
 *
 * @param request what was asked
 * @param status the HTTP status of the answer
 */
public record RecordedRequest(Request request, int status) {
    /** {@return for example GET} */
    public String method() {
        return request.method();
    }

    /** {@return the path of the URL} */
    public String path() {
        return request.path();
    }

    /** {@return the value of a request header} */
    public Optional<String> header(String name) {
        return request.header(name);
    }

    /** {@return the Range header, for example {@code bytes=0-99}} */
    public Optional<String> range() {
        return header("Range");
    }

    /** {@return method, path and status, for messages of failed assertions} */
    @Override
    public String toString() {
        return method() + " " + path() + range().map(range -> " " + range).orElse("") + " -> " + status;
    }
}
