package io.milieu.core.fetch;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a fetcher lets time pass. Tests bring one that does not wait. */
public interface Waiting {

    /** {@return the one that waits in real time} */
    static Waiting real() {
        return new RealWaiting();
    }

    /** Lets the time pass before the next attempt. */
    void pause(Duration time) throws InterruptedException;

    /** {@return whether the work ended, in whatever way, before the time had passed} */
    boolean ended(Future<?> work, Duration limit) throws InterruptedException;

    /** Real time. */
    final class RealWaiting implements Waiting {
        private RealWaiting() {}

        @Override
        public void pause(Duration time) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }

        @Override
        public boolean ended(Future<?> work, Duration limit) throws InterruptedException {
            try {
                work.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException e) {
                return true;
            } catch (TimeoutException e) {
                return false;
            }
        }
    }
}
