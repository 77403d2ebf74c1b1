package io.milieu.agent.build;

import io.milieu.core.build.Environment;
import io.milieu.core.error.MilieuException;
import io.milieu.core.plan.EnvironmentRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered a moment ago. A success holds for a second, in which thousands of workers may ask for the same; then somebody looks again
 * whether files, interpreter or lock have changed, and those who ask meanwhile, for two more seconds at most, do not wait for that. A failure holds
 * for a few seconds: a storm of workers does not repeat a failing build each, and an index that has recovered is asked soon. Not thread-safe: the queue's lock guards it.
 */
final class Answers {
    static final Duration FRESH = Duration.ofSeconds(1);
    static final Duration SUCCESS = Duration.ofSeconds(3);
    static final Duration FAILURE = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    /** One of the two is there. */
    private record Answer(Optional<Environment> environment, Optional<MilieuException> failure, Instant until) {}

    private final InstantSource clock;
    private final Map<EnvironmentRequest, Answer> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EnvironmentRequest, Answer> eldest) {
            return size() > MOST;
        }
    };

    Answers(InstantSource clock) {
        this.clock = clock;
    }

    void ready(EnvironmentRequest request, Environment environment) {
        recent.put(
                request,
                new Answer(
                        Optional.of(environment),
                        Optional.empty(),
                        clock.instant().plus(SUCCESS)));
    }

    void failed(EnvironmentRequest request, MilieuException failure) {
        recent.put(
                request,
                new Answer(
                        Optional.empty(), Optional.of(failure), clock.instant().plus(FAILURE)));
    }

    void forget(EnvironmentRequest request) {
        recent.remove(request);
    }

    /** Ends the build with what is known of its request; {@return whether anything is} */
    boolean answer(Build build) {
        Answer answer = recent.get(build.request());
        if (answer == null || !clock.instant().isBefore(answer.until())) {
            return false;
        }
        answer.environment().ifPresent(build::end);
        answer.failure().ifPresent(build::fail);
        return true;
    }

    /** {@return whether what is known should be looked at again} */
    boolean isDue(EnvironmentRequest request) {
        Answer answer = recent.get(request);
        return answer != null
                && answer.environment().isPresent()
                && clock.instant().plus(SUCCESS).minus(FRESH).compareTo(answer.until()) >= 0;
    }

    /** {@return whether the environment was there when it was last asked for, so that asking again takes a moment} */
    boolean wasReady(EnvironmentRequest request) {
        Answer answer = recent.get(request);
        return answer != null && answer.environment().isPresent();
    }
}
