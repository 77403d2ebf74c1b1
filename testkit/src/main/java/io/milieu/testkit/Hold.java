package io.milieu.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A fault that keeps requests waiting until the test releases them, so that a test decides what happens at the same time
 * without any sleeping. Nothing waits for more than a minute. Thread-safe.
 */
public final class Hold implements Fault {
    private static final long LIMIT_SECONDS = 60;

    private final long sentBefore;
    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Holds replies back entirely. */
    public Hold() {
        this(0);
    }

    /** Sends the head and so many bytes of the body, then holds the rest back. */
    public Hold(long sentBefore) {
        this.sentBefore = sentBefore;
    }

    /** Waits until so many more requests are being held. */
    public void awaitArrivals(int count) throws InterruptedException {
        if (!arrived.tryAcquire(count, LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("fewer than " + count + " requests arrived");
        }
    }

    /** Lets all held and all later requests go on. */
    public void release() {
        released.countDown();
    }

    @Override
    public Reply apply(Request request, Function<Request, Reply> honest) {
        BodyWriter writer = (body, out, from, count) -> {
            long first = Math.min(sentBefore, count);
            body.write(out, from, first);
            out.flush();
            hold();
            body.write(out, from + first, count - first);
        };
        if (sentBefore > 0) {
            return writer.in(honest.apply(request));
        }
        hold();
        return honest.apply(request);
    }

    private void hold() {
        arrived.release();
        try {
            if (!released.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("held for a minute and never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server stopped", e);
        }
    }
}
