package io.milieu.core.fetch;

import io.milieu.core.error.Redacted;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Scheme, host and port (RFC 6454): the border that credentials do not cross. */
record Origin(String scheme, String host, int port) {

    static Origin of(URI uri) {
        String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
        int standardPort = scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, host, uri.getPort() < 0 ? standardPort : uri.getPort());
    }

    /** The URI as it may be shown: no user-info, no query, no fragment. */
    static String shown(URI uri) {
        return Redacted.urls(bare(uri));
    }

    /** The URI as it may be sent and stored: no user-info, no fragment. */
    static URI bare(URI uri) {
        if (uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
            return uri;
        }
        String text = uri.toString();
        int fragment = text.indexOf('#');
        text = fragment < 0 ? text : text.substring(0, fragment);
        return URI.create(uri.getRawUserInfo() == null ? text : text.replaceFirst("//[^/@]*@", "//"));
    }
}
