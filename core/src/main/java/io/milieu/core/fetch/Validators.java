package io.milieu.core.fetch;

import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server said about the version of an answer, to ask later whether it changed (RFC 9110, section 8.8).
 *
 * @param etag the entity tag as sent, empty if none
 * @param lastModified the date as sent, empty if none
 */
public record Validators(String etag, String lastModified) {
    private static final Validators NONE = new Validators("", "");

    /** {@return no validators: the request is unconditional} */
    public static Validators none() {
        return NONE;
    }

    /** {@return the validators among the headers} */
    public static Validators of(HttpHeaders headers) {
        return new Validators(
                headers.firstValue("etag").orElse(""),
                headers.firstValue("last-modified").orElse(""));
    }

    /** {@return whether there is nothing to compare with} */
    public boolean isNone() {
        return etag.isEmpty() && lastModified.isEmpty();
    }

    /** The value of {@code If-Range}: a weak tag says nothing about bytes. Empty if there is none. */
    String strong() {
        return etag.isEmpty() || etag.startsWith("W/") ? lastModified : etag;
    }

    Map<String, String> conditions() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!etag.isEmpty()) {
            headers.put("If-None-Match", etag);
        }
        if (!lastModified.isEmpty()) {
            headers.put("If-Modified-Since", lastModified);
        }
        return headers;
    }
}
