package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustSettingsTest {
    @TempDir
    static Path folder;

    private static Path keys;
    private static Path certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        keys = folder.resolve("keys.p12");
        certificate = folder.resolve("root.pem");
        String common = " -keystore " + keys + " -storetype PKCS12 -storepass password -alias one";
        keytool("-genkeypair -keyalg EC -dname CN=localhost -ext san=dns:localhost" + common);
        keytool("-exportcert -rfc -file " + certificate + common);
    }

    @Test
    void aServerIsBelievedIfItsRootIsInABundle() throws Exception {
        try (TinyServer server = secureServer()) {
            assertThat(fetch(server, TrustSettings.of(Map.of("SSL_CERT_FILE", certificate.toString()))))
                    .isInstanceOf(PageReply.Page.class);
            assertThat(fetch(server, new TrustSettings(List.of(), Set.of("LocalHost"))))
                    .isInstanceOf(PageReply.Page.class);
        }
    }

    @Test
    void anUnknownServerIsRefusedAtOnceWithAHint() throws Exception {
        try (TinyServer server = secureServer()) {
            assertThatThrownBy(() -> fetch(server, new TrustSettings(List.of(), Set.of("example.org"))))
                    .hasMessageStartingWith("could not download `https://localhost:" + server.port()
                            + "/a`: no trusted TLS connection: ")
                    .hasFieldOrPropertyWithValue(
                            "hints",
                            List.of("If the certificate is right, name the file with its root in SSL_CERT_FILE."));
        }
    }

    @Test
    void aBundleWithoutCertificatesIsReportedWhenItIsNeeded() throws Exception {
        Path broken = Files.writeString(
                folder.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        TrustSettings settings = TrustSettings.of(Map.of()).withBundle(broken);
        try (TinyServer server = secureServer()) {
            assertThatThrownBy(() -> fetch(server, settings))
                    .hasMessageStartingWith("`" + broken + "` holds no readable PEM certificates: ");
        }
    }

    @Test
    void aRedirectFromASecureServerToAnInsecureOneIsNotFollowed() throws Exception {
        try (TinyServer plain = new TinyServer(exchange -> TinyServer.reply(exchange, 200, "ok"));
                TinyServer server = secureServer("Location", plain.uri("/b").toString())) {
            TrustSettings settings = TrustSettings.of(Map.of("SSL_CERT_FILE", certificate.toString()));
            assertThatThrownBy(() -> fetch(server, settings))
                    .hasMessage("could not download `https://localhost:" + server.port() + "/a`: a redirect to `"
                            + plain.uri("/b") + "`, which is not followed");
            assertThat(plain.asked).isEmpty();
        }
    }

    private PageReply fetch(TinyServer server, TrustSettings trust) {
        try (Fetcher fetcher = FetchFixture.fetcher(FetchFixture.settings().with(trust), new QuickWaiting())) {
            return fetcher.page(URI.create("https://localhost:" + server.port() + "/a"), 10);
        }
    }

    private TinyServer secureServer(String... headers) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = "password".toCharArray();
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(TinyServer.loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new TinyServer(
                server, exchange -> TinyServer.reply(exchange, headers.length == 0 ? 200 : 302, "ok", headers));
    }

    private static void keytool(String arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
