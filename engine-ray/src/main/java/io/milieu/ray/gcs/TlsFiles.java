package io.milieu.ray.gcs;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * The certificates of a cluster whose processes talk by mutual TLS ({@code RAY_USE_TLS=1}).
 *
 * @param certificate of this node, in PEM
 * @param key of that certificate
 * @param authority whose certificates are trusted
 */
public record TlsFiles(String certificate, String key, String authority) {

    /**
     * {@return the files that these variables name, if the cluster uses TLS}
     *
     * @throws MilieuException {@link CoreError#USAGE} naming a variable that is missing
     */
    public static Optional<TlsFiles> of(Map<String, String> variables) {
        String use = variables.getOrDefault("RAY_USE_TLS", "0");
        return use.equals("1") || use.equalsIgnoreCase("true")
                ? Optional.of(new TlsFiles(
                        file(variables, "RAY_TLS_SERVER_CERT"),
                        file(variables, "RAY_TLS_SERVER_KEY"),
                        file(variables, "RAY_TLS_CA_CERT")))
                : Optional.empty();
    }

    private static String file(Map<String, String> variables, String name) {
        String file = variables.getOrDefault(name, "");
        if (file.isEmpty()) {
            throw new MilieuException(CoreError.USAGE, "RAY_USE_TLS is set, but not " + name);
        }
        return file;
    }

    /**
     * {@return what a client of the cluster shows and trusts}
     *
     * @throws MilieuException {@link CoreError#USAGE} if a file cannot be used
     */
    SslContext context() {
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(new File(certificate), new File(key))
                    .trustManager(new File(authority))
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "the certificates of the cluster cannot be used: " + e.getMessage(),
                    List.of("Check the files that RAY_TLS_SERVER_CERT, RAY_TLS_SERVER_KEY and RAY_TLS_CA_CERT name."),
                    e);
        }
    }
}
