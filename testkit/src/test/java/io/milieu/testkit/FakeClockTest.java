package io.milieu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FakeClockTest {
    @Test
    void standsUntilMoved() {
        FakeClock clock = new FakeClock();
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(clock.advance(Duration.ofHours(1))).isEqualTo("2026-01-01T01:00:00Z");
        assertThat(clock.instant()).isEqualTo("2026-01-01T01:00:00Z");
        clock.set(Instant.EPOCH);
        assertThat(clock.millis()).isZero();
    }
}
