package io.milieu.core.fetch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

/** Writes down the pauses instead of waiting. */
final class QuickWaiting implements Waiting {
    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Override
    public void pause(Duration time) {
        pauses.add(time);
    }

    @Override
    public boolean ended(Future<?> work, Duration limit) throws InterruptedException {
        return Waiting.real().ended(work, limit);
    }
}
