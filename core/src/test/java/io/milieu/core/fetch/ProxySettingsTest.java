package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.org/, true",
        "http://a.example.org/, true",
        "http://badexample.org/, false",
        "http://dot.example.net/, true",
        "http://example.com:8080/, true",
        "http://example.com/, false",
        "http://10.0.0.1/, true",
        "http://other.host/, false"
    })
    void directHosts(URI uri, boolean direct) {
        ProxySettings settings = ProxySettings.of(Map.of(
                "HTTP_PROXY", "proxy.example.org:3128",
                "no_proxy", "Example.org, .example.net,example.com:8080,10.0.0.1"));
        assertThat(settings.proxyFor(uri).isEmpty()).isEqualTo(direct);
    }

    @Test
    void lowerCaseIsStrongerAndAllIsTheRest() {
        ProxySettings settings = ProxySettings.of(Map.of(
                "HTTP_PROXY", "http://upper.example.org",
                "http_proxy", "http://lower.example.org",
                "ALL_PROXY", "http://all.example.org"));
        assertThat(settings.proxyFor(URI.create("http://a/"))).contains(URI.create("http://lower.example.org"));
        assertThat(settings.proxyFor(URI.create("https://a/"))).contains(URI.create("http://all.example.org"));
        assertThat(new ProxySettings(settings.byScheme(), List.of("*")).proxyFor(URI.create("https://a/")))
                .isEmpty();
    }

    @Test
    void aProxyThatIsNoUrl() {
        assertThatThrownBy(() -> ProxySettings.of(Map.of("https_proxy", "socks5://me:secret@host:1")))
                .hasMessage("the proxy `socks5://****@host:1` in `https_proxy` is not the URL of an HTTP proxy");
    }

    @Test
    void requestsGoThroughTheProxyWithItsCredentials() throws IOException {
        AtomicReference<String> authorization = new AtomicReference<>("");
        try (TinyServer proxy = new TinyServer(exchange -> {
            authorization.set(TinyServer.header(exchange, "Proxy-Authorization"));
            TinyServer.reply(exchange, 200, "from the proxy");
        })) {
            FetchSettings settings =
                    FetchSettings.of(Map.of("http_proxy", "http://me:secret@127.0.0.1:" + proxy.port()), List.of());
            try (Fetcher fetcher = FetchFixture.fetcher(settings, new QuickWaiting())) {
                assertThat(fetcher.page(URI.create("http://example.org/a"), 100))
                        .isInstanceOf(PageReply.Page.class);
            }
            assertThat(proxy.asked).containsExactly("http://example.org/a");
            assertThat(authorization).hasValue("Basic bWU6c2VjcmV0");
        }
    }
}
