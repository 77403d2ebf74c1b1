package io.milieu.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A Python package index on a loopback port (PEP 503, 592, 658, 691, 700, 714), honest until a {@link Fault} is added. It
 * remembers every request. Thread-safe; after {@link #close} connections are refused.
 *
 * <pre>{@code
 * try (IndexServer index = IndexServer.builder().add(WheelMaker.wheel("demo", "1.0").make()).start()) {
 *     index.fault("*.whl", Fault.status(503).times(2));
 *     ... index.uri() ...
 *     assertThat(index.count("*.whl")).isEqualTo(3);
 * }
 * }</pre>
 */
public final class IndexServer implements AutoCloseable {
    private record Rule(Predicate<String> paths, Fault fault) {}

    private final IndexSite site;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

    IndexServer(IndexSite site) {
        this.site = site;
        server = listening();
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Starts the description of an index. */
    public static IndexBuilder builder() {
        return new IndexBuilder();
    }

    /** {@return the URL of the simple index, with a slash at its end} */
    public URI uri() {
        return root().resolve("/simple/");
    }

    /** {@return the URL of a single page that links to all files} */
    public URI findLinksUri() {
        return root().resolve("/find-links/");
    }

    /** {@return the URL of a file} */
    public URI fileUri(String fileName) {
        return root().resolve("/files/" + fileName);
    }

    /** {@return the URL of the server, without a path} */
    public URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Adds or replaces a file while running. */
    public void publish(MadeFile file) {
        site.files().put(file.fileName(), IndexFile.of(file));
    }

    /** Removes a file while running. */
    public void remove(String fileName) {
        site.files().remove(fileName);
    }

    /** Misbehaves from now on where the path matches a pattern, in which {@code *} stands for any characters. */
    public void fault(String pathPattern, Fault fault) {
        fault(matching(pathPattern), fault);
    }

    /** Misbehaves from now on for the chosen paths. Of several faults the latest sees the request first. */
    public void fault(Predicate<String> paths, Fault fault) {
        rules.addFirst(new Rule(paths, fault));
    }

    /** Answers honestly again. */
    public void clearFaults() {
        rules.clear();
    }

    /** {@return all requests so far, in the order in which their replies were ready} */
    public List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    /** {@return the number of requests so far whose path matches a pattern} */
    public int count(String pathPattern) {
        Predicate<String> paths = matching(pathPattern);
        return (int) requests.stream().filter(each -> paths.test(each.path())).count();
    }

    /** Forgets the requests so far. */
    public void clearRequests() {
        requests.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer listening() {
        // The only way to switch off Nagle's algorithm, which makes every file of some kilobytes take 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Request request = new Request(
                exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), headers);
        Reply reply = replyTo(request);
        requests.add(new RecordedRequest(request, reply.status()));
        send(exchange, request, reply);
    }

    private Reply replyTo(Request request) {
        Function<Request, Reply> answer = site::answer;
        for (Rule rule : rules.reversed()) {
            if (rule.paths.test(request.path())) {
                Function<Request, Reply> inner = answer;
                answer = each -> rule.fault.apply(each, inner);
            }
        }
        return answer.apply(request);
    }

    private static void send(HttpExchange exchange, Request request, Reply reply) throws IOException {
        long length = reply.body().length();
        boolean head = request.method().equals("HEAD");
        Reply framed = head && reply.header("Content-Length").isEmpty()
                ? reply.with("Content-Length", Long.toString(length))
                : reply;
        framed.headers().forEach(exchange.getResponseHeaders()::set);
        boolean empty = head || length == 0 || reply.status() == 304;
        exchange.sendResponseHeaders(reply.status(), empty ? -1 : length);
        if (!empty) {
            try (OutputStream out = exchange.getResponseBody()) {
                reply.body().write(out, 0, length);
            }
        }
        exchange.close();
    }

    private static Predicate<String> matching(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q")).asMatchPredicate();
    }
}
