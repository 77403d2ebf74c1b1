package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which requests go through an HTTP proxy, as curl, pip and others read it from the environment. Prints no credentials.
 *
 * @param byScheme the proxy for URLs of a scheme ({@code http}, {@code https}; {@code all} for the rest)
 * @param direct what needs no proxy: host names with their sub-domains, optionally with a port, or {@code *} for all
 */
public record ProxySettings(Map<String, URI> byScheme, List<String> direct) {

    /** Copies the collections. */
    public ProxySettings {
        byScheme = Map.copyOf(byScheme);
        direct = direct.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .map(entry -> entry.startsWith("*.") ? entry.substring(2) : entry)
                .map(entry -> entry.startsWith(".") ? entry.substring(1) : entry)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** {@return no proxy for anything} */
    public static ProxySettings none() {
        return new ProxySettings(Map.of(), List.of());
    }

    /**
     * What the environment says.
     *
     * @param environment {@code http_proxy}, {@code https_proxy}, {@code all_proxy}, {@code no_proxy}; lower case is stronger
     *     than upper case
     * @throws MilieuException {@link CoreError#USAGE} if a proxy is no URL
     */
    public static ProxySettings of(Map<String, String> environment) {
        Map<String, URI> proxies = new LinkedHashMap<>();
        for (String scheme : List.of("http", "https", "all")) {
            variable(environment, scheme + "_proxy").ifPresent(value -> proxies.put(scheme, parse(scheme, value)));
        }
        return new ProxySettings(
                proxies, List.of(variable(environment, "no_proxy").orElse("").split(",")));
    }

    /** {@return the proxy for requests to this URL; empty for a direct connection} */
    public Optional<URI> proxyFor(URI url) {
        Origin origin = Origin.of(url);
        if (direct.stream().anyMatch(entry -> matches(entry, origin))) {
            return Optional.empty();
        }
        return Optional.ofNullable(byScheme.get(origin.scheme())).or(() -> Optional.ofNullable(byScheme.get("all")));
    }

    /** The value of {@code Proxy-Authorization} for requests to this URL. */
    Optional<String> authorization(URI url) {
        return proxyFor(url).map(URI::getRawUserInfo).map(userInfo -> {
            List<String> parts = List.of((userInfo + ":").split(":", -1));
            return Credentials.basic(Credentials.decode(parts.get(0)), Credentials.decode(parts.get(1)));
        });
    }

    ProxySelector selector() {
        return new Selector(this);
    }

    @Override
    public String toString() {
        return Redacted.urls("ProxySettings" + byScheme + direct);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(spelling -> environment.getOrDefault(spelling, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static URI parse(String scheme, String value) {
        try {
            URI proxy = new URI(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() != null && ("http".equals(proxy.getScheme()) || "https".equals(proxy.getScheme()))) {
                return proxy;
            }
        } catch (URISyntaxException e) {
            throw refused(scheme, value);
        }
        throw refused(scheme, value);
    }

    private static MilieuException refused(String scheme, String value) {
        String shown = value.contains("://") ? Redacted.urls(value) : value.replaceFirst("^[^@]*@", "****@");
        return new MilieuException(
                CoreError.USAGE,
                "the proxy `" + shown + "` in `" + scheme + "_proxy` is not the URL of an HTTP proxy",
                List.of("Write it as http://host:port."));
    }

    private static boolean matches(String entry, Origin origin) {
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && entry.substring(colon + 1).matches("\\d{1,5}")) {
            boolean samePort = Integer.parseInt(entry.substring(colon + 1)) == origin.port();
            return samePort && matches(entry.substring(0, colon), origin);
        }
        return entry.equals("*") || origin.host().equals(entry) || origin.host().endsWith("." + entry);
    }

    private static final class Selector extends ProxySelector {
        private final ProxySettings settings;

        Selector(ProxySettings settings) {
            this.settings = settings;
        }

        @Override
        public List<Proxy> select(URI url) {
            return List.of(settings.proxyFor(url).map(Selector::proxy).orElse(Proxy.NO_PROXY));
        }

        @Override
        public void connectFailed(URI url, SocketAddress address, IOException failure) {
            // The request fails with the same exception.
        }

        private static Proxy proxy(URI proxy) {
            int port = proxy.getPort() < 0 ? Origin.of(proxy).port() : proxy.getPort();
            return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port));
        }
    }
}
