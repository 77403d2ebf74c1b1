package io.milieu.core.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Fetchers for tests. */
final class FetchFixture {
    private FetchFixture() {}

    static FetchSettings settings(URI... urls) {
        return FetchSettings.of(Map.of(), List.of(urls))
                .with(new FetchSettings.Limits(8, 4, Duration.ofSeconds(5), Duration.ofSeconds(20)));
    }

    static Fetcher fetcher() {
        return fetcher(settings(), new QuickWaiting());
    }

    static Fetcher fetcher(FetchSettings settings, Waiting waiting) {
        return new Fetcher(settings, waiting, RandomGenerator.of("L64X128MixRandom"));
    }
}
