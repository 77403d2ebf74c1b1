package io.milieu.core.fetch;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who we are to which server: the user-info of the requested URL, then that of configured URLs, valid for their origin only, then
 * the {@code .netrc} file, valid for a host, then, if a server refuses all of these, the {@link Keyring}. Sent as HTTP Basic (RFC 7617). Prints nothing of what it holds. Thread-safe.
 */
public final class Credentials {
    private static final Credentials NONE = new Credentials(List.of(), () -> Netrc.EMPTY, Optional.empty());

    private final List<Login> logins;
    private final Supplier<Netrc> netrc;
    private final Optional<Keyring> keyring;

    private Credentials(List<Login> logins, Supplier<Netrc> netrc, Optional<Keyring> keyring) {
        this.logins = List.copyOf(logins);
        this.netrc = netrc;
        this.keyring = keyring;
    }

    private record Login(URI url, String authorization) {
        static Optional<Login> of(URI url) {
            String userInfo = url.getRawUserInfo();
            if (userInfo == null || userInfo.isEmpty()) {
                return Optional.empty();
            }
            List<String> parts = List.of(userInfo.split(":", 2));
            String password = parts.size() < 2 ? "" : decode(parts.getLast());
            return Optional.of(new Login(url, basic(decode(parts.getFirst()), password)));
        }

        boolean sameOrigin(URI other) {
            return Origin.of(url).equals(Origin.of(other));
        }

        /** How much of the way to the other URL is that to this one: characters of the folders that both are in. */
        int nearness(URI other) {
            String one = String.valueOf(url.getRawPath());
            String two = String.valueOf(other.getRawPath());
            int at = 0;
            while (at < Math.min(one.length(), two.length()) && one.charAt(at) == two.charAt(at)) {
                at++;
            }
            return one.lastIndexOf('/', at - 1);
        }
    }

    /** {@return no credentials, except those in a requested URL itself} */
    public static Credentials none() {
        return NONE;
    }

    /**
     * The credentials a user has. The netrc file is read when it is first needed.
     *
     * @param environment the variables {@code NETRC} and {@code HOME} tell where the netrc file is, those of {@link Keyring} whether that
     *     is asked
     * @param urls URLs that may hold user-info, for example the indexes; of several for an origin that wins which has the most
     *     of the requested path, as with pip, then the first
     */
    public static Credentials of(Map<String, String> environment, Collection<URI> urls) {
        Optional<Path> file = Optional.ofNullable(environment.get("NETRC"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".netrc")));
        Supplier<Netrc> netrc = file.<Supplier<Netrc>>map(path -> new Lazy<>(() -> Netrc.read(path)))
                .orElse(() -> Netrc.EMPTY);
        return new Credentials(
                urls.stream().flatMap(url -> Login.of(url).stream()).toList(), netrc, Keyring.of(environment, urls));
    }

    /** These credentials, and for the origin of the URL those in its user-info, if it has any. */
    Credentials and(URI url) {
        Optional<Login> own = Login.of(url);
        Stream<Login> others = logins.stream().filter(login -> !login.sameOrigin(url));
        return own.isEmpty()
                ? this
                : new Credentials(Stream.concat(own.stream(), others).toList(), netrc, keyring);
    }

    /** The value of the {@code Authorization} header for a request to this URL. */
    Optional<String> authorization(URI url) {
        return keyring.flatMap(known -> known.known(url))
                .or(() -> logins.stream()
                        .filter(login -> login.sameOrigin(url))
                        .reduce(BinaryOperator.maxBy(Comparator.comparingInt(login -> login.nearness(url))))
                        .map(Login::authorization))
                .or(() -> netrc.get().login(Origin.of(url).host()).map(login -> basic(login.user(), login.password())));
    }

    /** Looks further for a login of a server that refused the one it was given, or wants one. {@return whether there is another now} */
    boolean isWorthAnotherTry(URI refused) {
        return keyring.filter(user -> user.ask(refused)).isPresent();
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
