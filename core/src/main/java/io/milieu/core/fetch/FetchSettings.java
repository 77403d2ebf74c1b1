package io.milieu.core.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * Everything a {@link Fetcher} does by choice.
 *
 * @param trust whose certificates are believed
 * @param proxies which requests go through a proxy
 * @param credentials who we are to which server
 * @param retries how failures are repeated
 * @param limits how much happens at once and how long silence lasts
 * @param offline whether no connection is opened at all: only files of this machine are read
 */
public record FetchSettings(
        TrustSettings trust,
        ProxySettings proxies,
        Credentials credentials,
        RetryPolicy retries,
        Limits limits,
        boolean offline) {

    /** What the environment variables of a user say, with standard retries and limits. */
    public static FetchSettings of(Map<String, String> environment, Collection<URI> urlsWithCredentials) {
        return new FetchSettings(
                TrustSettings.of(environment),
                ProxySettings.of(environment),
                Credentials.of(environment, urlsWithCredentials),
                RetryPolicy.standard(),
                Limits.standard(),
                isOffline(environment));
    }

    /** {@return whether the variable {@code MILIEU_OFFLINE} is {@code 1}} */
    public static boolean isOffline(Map<String, String> environment) {
        return environment.getOrDefault("MILIEU_OFFLINE", "").equals("1");
    }

    /** {@return these settings, opening no connection if that is so} */
    public FetchSettings withOffline(boolean without) {
        return new FetchSettings(trust, proxies, credentials, retries, limits, without);
    }

    /** {@return these settings with other credentials} */
    public FetchSettings with(Credentials other) {
        return new FetchSettings(trust, proxies, other, retries, limits, offline);
    }

    /** {@return these settings with other trust} */
    public FetchSettings with(TrustSettings other) {
        return new FetchSettings(other, proxies, credentials, retries, limits, offline);
    }

    /** {@return these settings with other retries} */
    public FetchSettings with(RetryPolicy other) {
        return new FetchSettings(trust, proxies, credentials, other, limits, offline);
    }

    /** {@return these settings with other limits} */
    public FetchSettings with(Limits other) {
        return new FetchSettings(trust, proxies, credentials, retries, other, offline);
    }

    /**
     * Bounds of a fetcher.
     *
     * @param transfers transfers at once
     * @param transfersPerHost transfers at once with one host
     * @param connect how long a connection may take to come about
     * @param stall how long a transfer may be silent; noticed between once and twice this time
     */
    public record Limits(int transfers, int transfersPerHost, Duration connect, Duration stall) {
        /** Checks the numbers. */
        public Limits {
            if (transfers < 1 || transfersPerHost < 1 || !connect.isPositive() || !stall.isPositive()) {
                throw new IllegalArgumentException("limits are positive");
            }
        }

        /** {@return 50 transfers, 16 with one host, 10 s to connect, 30 s of silence} */
        public static Limits standard() {
            return new Limits(50, 16, Duration.ofSeconds(10), Duration.ofSeconds(30));
        }
    }
}
