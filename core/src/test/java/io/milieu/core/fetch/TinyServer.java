package io.milieu.core.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on a loopback port that answers what a test says and remembers what it was asked. */
final class TinyServer implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TinyServer(HttpHandler answers) throws IOException {
        this(HttpServer.create(loopback(), 0), answers);
    }

    TinyServer(HttpServer server, HttpHandler answers) {
        this.server = server;
        server.createContext("/", exchange -> {
            asked.add(line(exchange));
            try (exchange) {
                answers.handle(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    static void reply(HttpExchange exchange, int status, String body, String... headers) throws IOException {
        reply(exchange, status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static void reply(HttpExchange exchange, int status, byte[] body, String... headers) throws IOException {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /** Announces all bytes, sends the first ones and cuts the connection. */
    static void cut(HttpExchange exchange, byte[] body, int sent, String... headers) throws IOException {
        for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
        }
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body, 0, sent);
        exchange.getResponseBody().flush();
        throw new IOException("cut on purpose");
    }

    static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String line(HttpExchange exchange) {
        String range = header(exchange, "Range");
        String authorization = header(exchange, "Authorization");
        return exchange.getRequestURI()
                + (range.isEmpty() ? "" : " " + range)
                + (authorization.isEmpty() ? "" : " " + authorization);
    }
}
