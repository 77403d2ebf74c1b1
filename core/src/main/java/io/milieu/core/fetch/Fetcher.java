package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.RangeReply.Part;
import io.milieu.core.fetch.RangeReply.Unsupported;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLException;

/**
 * Fetches documents, parts of files and files from {@code http:}, {@code https:} and {@code file:} URLs. A passing failure
 * (no connection, broken connection, silence, 408, 425, 429, 5xx) is repeated as the settings say; a started file continues
 * where it broke off if the server can do that. Redirects are followed, never with the credentials of another origin.
 *
 * <p>Every method blocks its thread, best a virtual one, and ends at once with {@link CoreError#CANCELLED} when the thread
 * is interrupted. Failures: {@link CoreError#FETCH_FAILED} after the last attempt, {@link CoreError#FETCH_DENIED} for 401, 403
 * and 407, {@link CoreError#OFFLINE} if the settings allow no connection. URLs may hold user-info, which is used and never shown. Thread-safe.
 */
public final class Fetcher implements AutoCloseable {
    private final FetchSettings settings;
    private final Waiting waiting;
    private final RandomGenerator random;
    private final Transport transport;
    private final LocalFiles files = new LocalFiles();

    /** A fetcher that waits in real time. */
    public Fetcher(FetchSettings settings) {
        this(settings, Waiting.real(), RandomGenerator.getDefault());
    }

    /**
     * A fetcher for which time passes in another way.
     *
     * @param waiting how time passes between attempts and while a transfer is silent
     * @param random what spreads the pauses
     */
    public Fetcher(FetchSettings settings, Waiting waiting, RandomGenerator random) {
        this(settings, waiting, random, new Transport(settings, waiting));
    }

    private Fetcher(FetchSettings settings, Waiting waiting, RandomGenerator random, Transport transport) {
        this.settings = settings;
        this.waiting = waiting;
        this.random = random;
        this.transport = transport;
    }

    /** {@return a fetcher for somebody else, over the same connections, which end when either is closed} */
    public Fetcher as(Credentials other) {
        return new Fetcher(settings.with(other), waiting, random, transport);
    }

    /** {@return whether only files of this machine are read} */
    public boolean isOffline() {
        return settings.offline();
    }

    /** {@return the document at the URL, at most that many bytes} */
    public PageReply page(URI uri, int limit) {
        return page(uri, Map.of(), Validators.none(), limit);
    }

    /**
     * Fetches a small document into memory.
     *
     * @param headers more request headers, for example {@code Accept}
     * @param known the version the caller has
     * @param limit the most bytes, also after decompression; more is a failure
     */
    public PageReply page(URI uri, Map<String, String> headers, Validators known, int limit) {
        if (isFile(uri)) {
            return files.page(uri, known, limit);
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept-Encoding", "gzip");
        all.putAll(known.conditions());
        return repeat(uri, () -> {
            MemoryReceiver receiver = new MemoryReceiver(200, limit);
            HttpResponse<Long> response = transport.get(uri, all, settings.credentials(), receiver);
            return switch (response.statusCode()) {
                case 200 -> new PageReply.Page(response.uri(), response.headers(), body(response, receiver, limit));
                case 304 -> new PageReply.NotModified(response.headers());
                case 404, 410 -> new PageReply.NotFound();
                default -> throw TransferFailure.ofStatus(response.statusCode(), response.headers());
            };
        });
    }

    /** {@return a part of a file; what the server says about the part is checked against what it sends} */
    public RangeReply range(URI uri, ByteRange range) {
        if (isFile(uri)) {
            return files.range(uri, range);
        }
        Map<String, String> headers = Map.of("Range", range.header(), "Accept-Encoding", "identity");
        return repeat(uri, () -> {
            MemoryReceiver receiver = new MemoryReceiver(206, range.length());
            try {
                HttpResponse<Long> response = transport.get(uri, headers, settings.credentials(), receiver);
                return switch (response.statusCode()) {
                    case 206 -> part(response, range, receiver.bytes());
                    case 404, 410 -> new RangeReply.NotFound();
                    case 200 -> new Unsupported("the server sends the whole file");
                    case 400, 405, 416, 501 -> new Unsupported("the server answers with " + response.statusCode());
                    default -> throw TransferFailure.ofStatus(response.statusCode(), response.headers());
                };
            } catch (TransferFailure e) {
                if (receiver.overflowed()) {
                    return new Unsupported("the server sends more than it was asked for");
                }
                throw e;
            }
        });
    }

    /**
     * Fetches a file. It gets its name when it is complete and verified; until then, and after a failure, there is nothing
     * of that name (or the old file).
     *
     * @param target the file to be; its folder exists
     * @param expected what was promised about it
     * @param progress is told the bytes so far; called on a thread of the fetcher, returns quickly
     * @return the result; empty if there is no such file
     * @throws MilieuException {@link CoreError#HASH_MISMATCH} if a hash differs
     */
    public Optional<Download> download(URI uri, Path target, Expectation expected, LongConsumer progress) {
        URI source = Origin.bare(uri);
        try (FileSink sink = new FileSink(source, target, expected, progress)) {
            if (isFile(uri)) {
                return repeat(
                        uri,
                        () -> files.copy(uri, sink)
                                ? Optional.of(FileTransfer.finish(source, sink, false))
                                : Optional.empty());
            }
            return repeat(uri, new FileTransfer(transport, settings.credentials(), uri, sink)::attempt);
        }
    }

    /** Closes all connections; what is still under way fails. */
    @Override
    public void close() {
        transport.close();
    }

    private interface Attempt<T> {
        T make() throws TransferFailure, InterruptedException;
    }

    private <T> T repeat(URI uri, Attempt<T> attempt) {
        if (settings.offline() && !isFile(uri)) {
            throw new MilieuException(
                    CoreError.OFFLINE,
                    "`" + Origin.shown(uri) + "` is needed, is not on this machine, and Milieu is offline",
                    List.of(
                            "Make the request once without `--offline` and `MILIEU_OFFLINE`: what it fetches is kept."));
        }
        try {
            for (int made = 1; ; made++) {
                try {
                    return attempt.make();
                } catch (TransferFailure e) {
                    if (!e.mayPass() || made == settings.retries().attempts()) {
                        throw failed(uri, made, e);
                    }
                    waiting.pause(settings.retries().pause(made, e.askedPause(), random));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            String message = "the download of `" + Origin.shown(uri) + "` was interrupted";
            throw new MilieuException(CoreError.CANCELLED, message, List.of(), e);
        }
    }

    private static byte[] body(HttpResponse<Long> response, MemoryReceiver receiver, int limit) throws TransferFailure {
        if (!response.headers().firstValue("content-encoding").orElse("").equalsIgnoreCase("gzip")) {
            return receiver.bytes();
        }
        try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(receiver.bytes()), 8192)) {
            byte[] bytes = unpacked.readNBytes(limit);
            if (unpacked.read() >= 0) {
                throw TransferFailure.lasting("the answer is larger than " + limit + " bytes");
            }
            return bytes;
        } catch (TransferFailure e) {
            throw e;
        } catch (IOException e) {
            throw TransferFailure.passing("the compressed answer is damaged");
        }
    }

    private static RangeReply part(HttpResponse<Long> response, ByteRange asked, byte[] bytes) {
        String header = response.headers().firstValue("content-range").orElse("");
        Optional<ByteRange.Sent> sent = ByteRange.Sent.parse(header);
        if (sent.isEmpty()
                || !sent.get().answers(asked)
                || bytes.length != sent.get().length()) {
            return new Unsupported("the server sends " + bytes.length + " bytes as `" + header + "`");
        }
        return new Part(bytes, sent.get().first(), sent.get().total());
    }

    private static MilieuException failed(URI uri, int attempts, TransferFailure last) {
        String after = attempts == 1 ? "" : " after " + attempts + " attempts";
        List<String> hints = last.getCause() instanceof SSLException
                ? List.of("If the certificate is right, name the file with its root in SSL_CERT_FILE.")
                : List.of();
        String message = "could not download `" + Origin.shown(uri) + "`" + after + ": " + last.getMessage();
        return new MilieuException(CoreError.FETCH_FAILED, message, hints, last);
    }

    private static boolean isFile(URI uri) {
        return "file".equalsIgnoreCase(uri.getScheme());
    }
}
