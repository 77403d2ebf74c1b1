package io.milieu.core.fetch;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who we are to which server: the user-info of configured URLs, valid for their origin only, then the {@code .netrc} file,
 * valid for a host. Sent as HTTP Basic (RFC 7617). Prints nothing of what it holds. Thread-safe.
 */
public final class Credentials {
    private final Map<Origin, String> byOrigin;
    private final Supplier<Netrc> netrc;

    private Credentials(Map<Origin, String> byOrigin, Supplier<Netrc> netrc) {
        this.byOrigin = byOrigin;
        this.netrc = netrc;
    }

    /** {@return no credentials, except those in a requested URL itself} */
    public static Credentials none() {
        return new Credentials(Map.of(), () -> Netrc.EMPTY);
    }

    /**
     * The credentials a user has. The netrc file is read when it is first needed.
     *
     * @param environment the variables {@code NETRC} and {@code HOME} tell where the netrc file is
     * @param urls URLs that may hold user-info, for example the indexes; the first for an origin wins
     */
    public static Credentials of(Map<String, String> environment, Collection<URI> urls) {
        Optional<Path> file = Optional.ofNullable(environment.get("NETRC"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".netrc")));
        Supplier<Netrc> netrc = file.<Supplier<Netrc>>map(path -> new Lazy<>(() -> Netrc.read(path)))
                .orElse(() -> Netrc.EMPTY);
        Credentials credentials = new Credentials(Map.of(), netrc);
        for (URI url : urls) {
            credentials = credentials.and(url);
        }
        return credentials;
    }

    /** These credentials and those in the user-info of the URL, which do not replace known ones. */
    Credentials and(URI url) {
        String userInfo = url.getRawUserInfo();
        if (userInfo == null || userInfo.isEmpty()) {
            return this;
        }
        List<String> parts = List.of(userInfo.split(":", 2));
        Map<Origin, String> more = new HashMap<>();
        more.put(Origin.of(url), basic(decode(parts.getFirst()), parts.size() < 2 ? "" : decode(parts.getLast())));
        more.putAll(byOrigin);
        return new Credentials(Map.copyOf(more), netrc);
    }

    /** The value of the {@code Authorization} header for a request to this URL. */
    Optional<String> authorization(URI url) {
        Origin origin = Origin.of(url);
        return Optional.ofNullable(byOrigin.get(origin))
                .or(() -> netrc.get().login(origin.host()).map(login -> basic(login.user(), login.password())));
    }

    static String basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Credentials[****]";
    }
}
