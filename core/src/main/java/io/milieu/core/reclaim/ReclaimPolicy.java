package io.milieu.core.reclaim;

import java.time.Duration;
import java.util.Optional;

/**
 * How much may stay.
 *
 * @param maxBytes of everything together; above it the least recently used entries go. A tenth of it may be cached files
 * @param maxAge since the last use, above which an entry goes in any case; cached files go after 30 days even if it is longer
 * @param minAge since the last use, below which all stays in any case: somebody may be about to lease it
 */
public record ReclaimPolicy(long maxBytes, Optional<Duration> maxAge, Duration minAge) {
    /** 20 GB, no age limit, nothing used in the last two minutes. */
    public static final ReclaimPolicy STANDARD =
            new ReclaimPolicy(20_000_000_000L, Optional.empty(), Duration.ofMinutes(2));

    private static final Duration CACHE_AGE = Duration.ofDays(30);

    /** Checks the values. */
    public ReclaimPolicy {
        if (maxBytes < 0
                || minAge.isNegative()
                || maxAge.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a size or an age is negative");
        }
    }

    /** {@return the bytes of cached files that may stay} */
    public long maxCacheBytes() {
        return maxBytes / 10;
    }

    /** {@return the time since its last use after which a cached file goes in any case} */
    public Duration maxCacheAge() {
        return maxAge.filter(age -> age.compareTo(CACHE_AGE) < 0).orElse(CACHE_AGE);
    }

    /** {@return this policy with another budget} */
    public ReclaimPolicy withMaxBytes(long bytes) {
        return new ReclaimPolicy(bytes, maxAge, minAge);
    }
}
