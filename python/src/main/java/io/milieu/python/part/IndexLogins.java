package io.milieu.python.part;

import io.milieu.core.error.Redacted;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Logins of named indexes from variables, as uv has them: for {@code --index my-own=URL} the user name {@code UV_INDEX_MY_OWN_USERNAME} and the
 * password {@code UV_INDEX_MY_OWN_PASSWORD}.
 */
final class IndexLogins {
    private IndexLogins() {}

    /** {@return the URLs of the indexes that have such variables, with user-info} */
    static List<URI> of(Map<String, String> namedIndexes, Map<String, String> variables) {
        List<URI> logins = new ArrayList<>();
        namedIndexes.forEach((name, url) -> {
            String prefix = "UV_INDEX_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
            String user = variables.getOrDefault(prefix + "_USERNAME", "");
            String password = variables.getOrDefault(prefix + "_PASSWORD", "");
            if (!user.isEmpty() || !password.isEmpty()) {
                String bare = Redacted.credentials(url).replace("://****@", "://");
                logins.add(URI.create(bare.replaceFirst("://", "://" + encoded(user) + ":" + encoded(password) + "@")));
            }
        });
        return logins;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
