package io.milieu.core.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and how patiently a failed transfer is repeated.
 *
 * @param attempts all attempts including the first, at least 1
 * @param first the longest pause before the second attempt; doubled for each further one
 * @param longest the longest pause that back-off reaches
 * @param longestAsked the longest pause a server can ask for with {@code Retry-After}
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration longestAsked) {

    /** Checks the numbers. */
    public RetryPolicy {
        if (attempts < 1 || first.isNegative() || longest.isNegative() || longestAsked.isNegative()) {
            throw new IllegalArgumentException("attempts are at least 1 and pauses not negative");
        }
    }

    /** {@return four attempts, pauses of up to 0.5, 1 and 2 seconds, a server may ask for 60 seconds} */
    public static RetryPolicy standard() {
        return new RetryPolicy(4, Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /** Half of the pause is fixed and half is random, so that many nodes do not come back at the same moment. */
    Duration pause(int failed, Optional<Duration> asked, RandomGenerator random) {
        if (asked.isPresent()) {
            return asked.get().compareTo(longestAsked) < 0 ? asked.get() : longestAsked;
        }
        Duration doubled = first.multipliedBy(1L << Math.min(failed - 1, 20));
        long nanos = (doubled.compareTo(longest) < 0 ? doubled : longest).toNanos();
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
