package io.milieu.agent.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP/1.1 service on one address: any number of connections, each request on a virtual thread of its own, so that one
 * that waits holds up no other. Thread-safe.
 */
public final class HttpService implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Server server;
    private final int port;

    private HttpService(Server server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a service; when this returns, connections are accepted.
     *
     * @param routes who answers
     * @param address where
     * @param largestBody the largest body of a request, in bytes; larger ones are answered with status 413
     * @return the running service
     * @throws IOException if the address cannot be used
     */
    public static HttpService start(Routes routes, Address address, int largestBody) throws IOException {
        QueuedThreadPool pool = new QueuedThreadPool(8, 2);
        pool.setName("milieu-http");
        pool.setDaemon(true);
        pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("milieu-http-call-"));
        Server server = new Server(pool);
        server.setHandler(new JettyHandler(routes, largestBody));
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        try {
            return switch (address) {
                case Address.Tcp(String host, int wanted) -> {
                    ServerConnector connector = new ServerConnector(server, 1, 1, http);
                    connector.setHost(host);
                    connector.setPort(wanted);
                    connector.setAcceptQueueSize(1024);
                    connector.setIdleTimeout(PATIENCE.toMillis());
                    server.addConnector(connector);
                    start(server);
                    yield new HttpService(server, connector.getLocalPort());
                }
                case Address.Unix(Path socket) -> {
                    Files.deleteIfExists(socket);
                    UnixDomainServerConnector connector = new UnixDomainServerConnector(server, 1, 1, http);
                    connector.setUnixDomainPath(socket);
                    connector.setAcceptQueueSize(1024);
                    connector.setIdleTimeout(PATIENCE.toMillis());
                    server.addConnector(connector);
                    start(server);
                    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
                    yield new HttpService(server, -1);
                }
            };
        } catch (IOException | RuntimeException e) {
            stop(server);
            throw e;
        }
    }

    /** {@return the TCP port that is listened on; -1 for a Unix socket} */
    public int port() {
        return port;
    }

    /** Stops at once; requests that are being answered are broken off. */
    @Override
    public void close() {
        stop(server);
    }

    private static void start(Server server) throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the HTTP service does not start: " + e.getMessage(), e);
        }
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(HttpService.class.getName())
                    .log(System.Logger.Level.WARNING, "the HTTP service did not stop in order", e);
        }
    }
}
