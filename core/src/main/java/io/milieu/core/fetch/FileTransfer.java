package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One file on its way to disk; remembers between attempts how far it came and of which version. */
final class FileTransfer {
    private final Transport transport;
    private final Credentials credentials;
    private final URI uri;
    private final FileSink sink;
    private Validators version = Validators.none();

    FileTransfer(Transport transport, Credentials credentials, URI uri, FileSink sink) {
        this.transport = transport;
        this.credentials = credentials;
        this.uri = uri;
        this.sink = sink;
    }

    /** {@return the finished file; empty if the server has no such file} */
    Optional<Download> attempt() throws TransferFailure, InterruptedException {
        boolean resumed = sink.size() > 0;
        FileReceiver receiver = new FileReceiver(sink);
        try {
            HttpResponse<Long> response = transport.get(uri, headers(), credentials, receiver);
            return switch (response.statusCode()) {
                case 200, 206 -> Optional.of(finish(response.uri(), sink, resumed));
                case 404, 410 -> Optional.empty();
                case 416 -> {
                    sink.restart();
                    throw TransferFailure.passing("the server cannot continue where the transfer broke off");
                }
                default -> throw TransferFailure.ofStatus(response.statusCode(), response.headers());
            };
        } finally {
            version = receiver.validators().orElse(version);
        }
    }

    /** Verifies and publishes what is in the sink. */
    static Download finish(URI source, FileSink sink, boolean resumed) throws TransferFailure {
        if (sink.size() < sink.expected().size()) {
            throw TransferFailure.tooShort(sink.size(), sink.expected().size());
        }
        Map<HashAlgorithm, Checksum> hashes = sink.finishHashes();
        Optional<Checksum> broken = sink.expected().brokenBy(hashes);
        if (broken.isPresent() && resumed) {
            sink.restart();
            throw TransferFailure.passing("the parts of the resumed transfer do not fit together");
        }
        if (broken.isPresent()) {
            throw mismatch(source, broken.get(), hashes);
        }
        sink.publish();
        return new Download(source, sink.size(), hashes);
    }

    /** Without a version to compare, only a promised hash can tell whether two halves are of one file. */
    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept-Encoding", "identity"));
        String sameVersion = version.strong();
        if (sink.size() > 0
                && !(sameVersion.isEmpty() && sink.expected().checksums().isEmpty())) {
            headers.put("Range", "bytes=" + sink.size() + "-");
            if (!sameVersion.isEmpty()) {
                headers.put("If-Range", sameVersion);
            }
        }
        return headers;
    }

    private static MilieuException mismatch(URI uri, Checksum promised, Map<HashAlgorithm, Checksum> hashes) {
        return new MilieuException(
                CoreError.HASH_MISMATCH,
                "`" + Origin.shown(uri) + "` has the hash `" + hashes.get(promised.algorithm()) + "`, but `" + promised
                        + "` was promised",
                List.of(
                        "The file was changed or damaged on the way: ask whoever runs the server, or use another one."));
    }
}
