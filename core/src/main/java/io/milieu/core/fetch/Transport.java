package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

/** One attempt of one request: redirects, credentials, proxies, limits, silence, interruption. */
final class Transport implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;
    private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private final FetchSettings settings;
    private final Waiting waiting;
    private final Semaphore transfers;
    private final ConcurrentMap<Origin, Semaphore> transfersPerHost = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("fetch-", 0).factory());
    private final Lazy<HttpClient> plain;
    private final Lazy<HttpClient> secure;
    private volatile boolean closed;

    Transport(FetchSettings settings, Waiting waiting) {
        this.settings = settings;
        this.waiting = waiting;
        this.transfers = new Semaphore(settings.limits().transfers());
        this.plain = new Lazy<>(() -> client(HttpClient.Version.HTTP_1_1, TrustSettings.nobody()));
        this.secure = new Lazy<>(
                () -> client(HttpClient.Version.HTTP_2, settings.trust().context()));
    }

    /**
     * Sends a GET and follows redirects.
     *
     * @return the last answer, which is no redirect and no refusal
     * @throws TransferFailure if there is no answer or the receiver failed
     * @throws MilieuException if the server asks for credentials, or the receiver failed with one
     */
    HttpResponse<Long> get(URI uri, Map<String, String> headers, Credentials known, Receiver receiver)
            throws TransferFailure, InterruptedException {
        Credentials credentials = known.and(uri);
        URI hop = Origin.bare(uri);
        Set<Origin> refused = new HashSet<>();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<Long> response = send(request(hop, headers, credentials), receiver);
            switch (response.statusCode()) {
                case 301, 302, 303, 307, 308 -> hop = next(hop, response);
                case 401, 403, 407 -> {
                    boolean again = response.statusCode() != 407
                            && refused.add(Origin.of(hop))
                            && credentials.isWorthAnotherTry(hop);
                    if (!again) {
                        throw denied(hop, response.statusCode());
                    }
                }
                default -> {
                    return response;
                }
            }
        }
        throw TransferFailure.lasting("more than " + MOST_REDIRECTS + " redirects");
    }

    /** Cuts what is under way and returns when the clients' threads have ended. */
    @Override
    public void close() {
        closed = true;
        for (Lazy<HttpClient> client : List.of(plain, secure)) {
            if (client.isMade()) {
                client.get().shutdownNow();
                client.get().close();
            }
        }
        threads.shutdown();
    }

    private HttpRequest request(URI uri, Map<String, String> headers, Credentials credentials) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "milieu");
        headers.forEach(request::header);
        credentials.authorization(uri).ifPresent(value -> request.header("Authorization", value));
        settings.proxies().authorization(uri).ifPresent(value -> request.header("Proxy-Authorization", value));
        return request.build();
    }

    private HttpResponse<Long> send(HttpRequest request, Receiver receiver)
            throws TransferFailure, InterruptedException {
        Origin origin = Origin.of(request.uri());
        Semaphore host = transfersPerHost.computeIfAbsent(
                origin, _ -> new Semaphore(settings.limits().transfersPerHost()));
        host.acquire();
        try {
            transfers.acquire();
            try {
                HttpClient client = (origin.scheme().equals("https") ? secure : plain).get();
                return await(request.uri(), client.sendAsync(request, receiver), receiver);
            } finally {
                transfers.release();
            }
        } finally {
            host.release();
        }
    }

    private HttpResponse<Long> await(URI uri, CompletableFuture<HttpResponse<Long>> response, Receiver receiver)
            throws TransferFailure, InterruptedException {
        try {
            long before = 0;
            while (!waiting.ended(response, settings.limits().stall())) {
                if (receiver.received() == before) {
                    throw TransferFailure.passing(
                            "no data for " + text(settings.limits().stall()));
                }
                before = receiver.received();
            }
            return response.get();
        } catch (ExecutionException e) {
            throw failure(uri, e);
        } catch (CancellationException e) {
            throw TransferFailure.passing("the transfer was closed");
        } finally {
            if (!response.isDone() || response.isCompletedExceptionally()) {
                receiver.abandon();
                response.cancel(true);
            }
        }
    }

    /** What a receiver threw comes through the client wrapped; everything else is the network's. */
    private static TransferFailure failure(URI uri, Throwable wrapped) {
        Optional<IOException> network = Optional.empty();
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case MilieuException ours -> throw ours;
                case TransferFailure ours -> {
                    return ours;
                }
                case SSLHandshakeException untrusted -> {
                    return TransferFailure.of(uri, untrusted);
                }
                case IOException theirs -> network = network.or(() -> Optional.of(theirs));
                default -> {}
            }
        }
        return TransferFailure.of(uri, network.<Throwable>map(found -> found).orElse(wrapped));
    }

    private static String text(Duration time) {
        return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    private static URI next(URI hop, HttpResponse<Long> response) throws TransferFailure {
        String location = response.headers().firstValue("location").orElse("");
        URI next;
        try {
            next = Origin.bare(hop.resolve(location));
        } catch (IllegalArgumentException e) {
            throw TransferFailure.lasting("a redirect to something that is no URL");
        }
        String scheme = Origin.of(next).scheme();
        boolean downgrade = scheme.equals("http") && Origin.of(hop).scheme().equals("https");
        if (location.isEmpty() || downgrade || !(scheme.equals("http") || scheme.equals("https"))) {
            throw TransferFailure.lasting("a redirect to `" + Origin.shown(next) + "`, which is not followed");
        }
        return next;
    }

    private static MilieuException denied(URI uri, int status) {
        String who = status == 407 ? "the proxy on the way to" : "the server of";
        return new MilieuException(
                CoreError.FETCH_DENIED,
                who + " `" + Origin.shown(uri) + "` refuses access (status " + status + ")",
                List.of(
                        status == 407
                                ? "Put the user name and password of the proxy into its URL."
                                : "Put the user name and password into the URL or into the .netrc file, or check them."));
    }

    private HttpClient client(HttpClient.Version version, SSLContext trust) {
        if (closed) {
            throw new MilieuException(CoreError.CANCELLED, "a download was cancelled: its connections were closed");
        }
        if (settings.proxies().byScheme().values().stream().anyMatch(proxy -> proxy.getRawUserInfo() != null)
                && System.getProperty(TUNNEL_SCHEMES) == null) {
            // The JDK refuses Basic to proxies of TLS connections unless this was said before its client is first used.
            System.setProperty(TUNNEL_SCHEMES, "");
        }
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trust)
                .proxy(settings.proxies().selector())
                .connectTimeout(settings.limits().connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
    }
}
