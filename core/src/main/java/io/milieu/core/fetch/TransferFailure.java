package io.milieu.core.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** One attempt failed; whether another may succeed, and when. */
final class TransferFailure extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final Pattern TOO_SHORT =
            Pattern.compile(".*fixed content-length: (\\d+), bytes received: (\\d+).*", Pattern.DOTALL);

    private final boolean mayPass;
    private final transient Optional<Duration> askedPause;

    private TransferFailure(String reason, boolean mayPass, Optional<Duration> askedPause, @Nullable Throwable cause) {
        super(reason, cause);
        this.mayPass = mayPass;
        this.askedPause = askedPause;
    }

    static TransferFailure passing(String reason) {
        return new TransferFailure(reason, true, Optional.empty(), null);
    }

    static TransferFailure lasting(String reason) {
        return new TransferFailure(reason, false, Optional.empty(), null);
    }

    static TransferFailure tooShort(long received, long promised) {
        return passing("the connection ended after " + received + " of " + promised + " bytes");
    }

    static TransferFailure ofStatus(int status, HttpHeaders headers) {
        String reason = "the server answered with status " + status;
        return new TransferFailure(reason, PASSING.contains(status), retryAfter(headers), null);
    }

    /** Says in plain words what the JDK's client reports in its own. */
    static TransferFailure of(URI uri, Throwable cause) {
        String message = Objects.requireNonNullElse(cause.getMessage(), "");
        Matcher tooShort = TOO_SHORT.matcher(message);
        if (tooShort.matches()) {
            return tooShort(Long.parseLong(tooShort.group(2)), Long.parseLong(tooShort.group(1)));
        }
        boolean refusedCertificate = cause instanceof SSLHandshakeException;
        return new TransferFailure(reason(uri, cause, message), !refusedCertificate, Optional.empty(), cause);
    }

    boolean mayPass() {
        return mayPass;
    }

    Optional<Duration> askedPause() {
        return askedPause;
    }

    private static String reason(URI uri, Throwable cause, String message) {
        return switch (cause) {
            case HttpConnectTimeoutException slow -> "no connection to `" + uri.getHost() + "` in time";
            case ConnectException unknown
            when has(unknown, UnresolvedAddressException.class) ->
                "the host name `" + uri.getHost() + "` cannot be resolved";
            case ConnectException refused -> "connection to `" + uri.getHost() + "` refused";
            case SSLException untrusted -> "no trusted TLS connection: " + message;
            case EOFException early -> "the server closed the connection early";
            case Throwable reset when message.contains("reset") -> "connection reset by peer";
            case Throwable early
            when message.contains("EOF") || message.contains("received no bytes") || message.contains("closed") ->
                "the server closed the connection early";
            default -> message.isEmpty() ? cause.getClass().getSimpleName() : message;
        };
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** A date is compared with the server's own clock, the only one it was written against. */
    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("retry-after").flatMap(text -> {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            return headers.firstValue("date")
                    .flatMap(TransferFailure::date)
                    .flatMap(now ->
                            date(text).map(then -> Duration.between(now, then)).filter(Duration::isPositive));
        });
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty(); // a header nobody can read asks for nothing
        }
    }
}
