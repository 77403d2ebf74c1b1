package io.milieu.core.reclaim;

import java.time.Duration;
import java.util.Optional;

/**
 * How much may stay.
 *
 * @param maxBytes of all entries together; above it the least recently used go
 * @param maxAge since the last use, above which an entry goes in any case
 * @param minAge since the last use, below which an entry stays in any case: somebody may be about to lease it
 */
public record ReclaimPolicy(long maxBytes, Optional<Duration> maxAge, Duration minAge) {
    /** 20 GB, no age limit, nothing used in the last two minutes. */
    public static final ReclaimPolicy STANDARD =
            new ReclaimPolicy(20_000_000_000L, Optional.empty(), Duration.ofMinutes(2));

    /** Checks the values. */
    public ReclaimPolicy {
        if (maxBytes < 0
                || minAge.isNegative()
                || maxAge.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a size or an age is negative");
        }
    }

    /** {@return this policy with another budget} */
    public ReclaimPolicy withMaxBytes(long bytes) {
        return new ReclaimPolicy(bytes, maxAge, minAge);
    }
}
