package io.milieu.core.reclaim;

import io.milieu.core.base.Amounts;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** The environment variable that holds the budget of {@link #of}. */
    public static final String VARIABLE = "MILIEU_MAX_SIZE";

    private static final Duration CACHE_AGE = Duration.ofDays(30);

    /** Checks the values. */
    public ReclaimPolicy {
        if (maxBytes < 0
                || minAge.isNegative()
                || maxAge.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("a size or an age is negative");
        }
    }

    /**
     * {@return the standard policy with the budget that {@code MILIEU_MAX_SIZE} gives, such as {@code 5GB}}
     *
     * @throws MilieuException {@link CoreError#USAGE} if its value is not a size
     */
    public static ReclaimPolicy of(Map<String, String> variables) {
        String budget = variables.getOrDefault(VARIABLE, "");
        return budget.isEmpty() ? STANDARD : STANDARD.withMaxBytes(bytes(VARIABLE + "=", budget));
    }

    /**
     * {@return the bytes that a text means}
     *
     * @param setting what gives the text, to be named if it is not a size
     * @throws MilieuException {@link CoreError#USAGE} if it is not a size
     */
    public static long bytes(String setting, String text) {
        return Amounts.bytes(text)
                .orElseThrow(() -> new MilieuException(
                        CoreError.USAGE,
                        "`" + setting + text + "` is not a size",
                        List.of("Give a number with a unit, such as 5GB or 500MB.")));
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
