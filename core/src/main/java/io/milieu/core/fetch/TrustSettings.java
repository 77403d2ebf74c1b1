package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose certificates are believed: the roots of the Java platform and those in PEM bundles. The bundles are read when the
 * first TLS connection is made, not before.
 *
 * @param bundles files with PEM certificates
 * @param unverifiedHosts hosts, lower case, whose certificate is not looked at
 */
public record TrustSettings(List<Path> bundles, Set<String> unverifiedHosts) {
    private static final List<String> VARIABLES =
            List.of("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE");
    private static final List<Path> SYSTEM_BUNDLES = Stream.of(
                    "/etc/ssl/certs/ca-certificates.crt",
                    "/etc/pki/tls/certs/ca-bundle.crt",
                    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                    "/etc/ssl/ca-bundle.pem",
                    "/etc/ssl/cert.pem")
            .map(Path::of)
            .toList();

    /** Copies the collections. */
    public TrustSettings {
        bundles = List.copyOf(bundles);
        unverifiedHosts = unverifiedHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What the environment says.
     *
     * @param environment {@code PIP_CERT}, {@code REQUESTS_CA_BUNDLE}, {@code CURL_CA_BUNDLE} and {@code SSL_CERT_FILE} name
     *     bundles; without any of them the bundle of the operating system is used
     */
    public static TrustSettings of(Map<String, String> environment) {
        List<Path> named = VARIABLES.stream()
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .filter(Files::isRegularFile)
                .distinct()
                .toList();
        return new TrustSettings(named.isEmpty() ? systemBundle() : named, Set.of());
    }

    /** {@return these settings and one more bundle} */
    public TrustSettings withBundle(Path bundle) {
        return new TrustSettings(
                Stream.concat(Stream.of(bundle), bundles.stream()).distinct().toList(), unverifiedHosts);
    }

    /** {@return these settings, with more hosts whose certificate is not looked at} */
    public TrustSettings withUnverifiedHosts(Collection<String> hosts) {
        return new TrustSettings(
                bundles, Stream.concat(hosts.stream(), unverifiedHosts.stream()).collect(Collectors.toSet()));
    }

    /** For connections that are never encrypted: trusts nobody and reads no file. */
    static SSLContext nobody() {
        return context(new TrustManager[0]);
    }

    SSLContext context() {
        X509ExtendedTrustManager roots = manager(null);
        List<X509Certificate> certificates = new ArrayList<>(List.of(roots.getAcceptedIssuers()));
        bundles.forEach(bundle -> certificates.addAll(read(bundle)));
        X509ExtendedTrustManager all = bundles.isEmpty() ? roots : manager(keyStore(certificates));
        return context(new TrustManager[] {unverifiedHosts.isEmpty() ? all : new HostTrust(all, unverifiedHosts)});
    }

    private static List<Path> systemBundle() {
        Optional<Path> first =
                SYSTEM_BUNDLES.stream().filter(Files::isRegularFile).findFirst();
        return first.map(List::of).orElse(List.of());
    }

    private static List<X509Certificate> read(Path bundle) {
        try (InputStream pem = new BufferedInputStream(Files.newInputStream(bundle))) {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                certificates.add((X509Certificate) certificate);
            }
            return certificates;
        } catch (IOException e) {
            throw LocalFailure.reading(bundle, e);
        } catch (CertificateException e) {
            String message = "`" + bundle + "` holds no readable PEM certificates: " + e.getMessage();
            throw new MilieuException(CoreError.PATH_INVALID, message, List.of("Check SSL_CERT_FILE and --cert."), e);
        }
    }

    private static KeyStore keyStore(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("root-" + i, certificates.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the Java platform cannot hold certificates in memory", e);
        }
    }

    /** {@return a manager that believes what the store holds, or the platform's roots if there is no store} */
    private static X509ExtendedTrustManager manager(@org.jspecify.annotations.Nullable KeyStore roots) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(roots);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform cannot check certificates", e);
        }
    }

    private static SSLContext context(TrustManager[] managers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform has no TLS", e);
        }
    }
}
