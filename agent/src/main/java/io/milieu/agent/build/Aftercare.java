package io.milieu.agent.build;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.error.MilieuException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The work that nobody waits for, on one thread: byte code for new environments, bringing them to stable storage, keeping the store within
 * its budget. What is not done when the process ends is done after the next request for the same environment. Thread-safe.
 */
public final class Aftercare implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Aftercare.class.getName());
    private static final Duration NEXT_LOOK = Duration.ofMinutes(10);

    private final Milieu milieu;
    private final BlockingQueue<Environment> waiting = new LinkedBlockingQueue<>();
    private final Thread thread;

    private Aftercare(Milieu milieu) {
        this.milieu = milieu;
        this.thread = Thread.ofPlatform().name("milieu-aftercare").daemon().unstarted(this::run);
    }

    /** Starts the thread. */
    public static Aftercare start(Milieu milieu) {
        Aftercare aftercare = new Aftercare(milieu);
        aftercare.thread.start();
        return aftercare;
    }

    /** Takes an environment that was just made or asked for; returns at once. */
    public void take(Environment environment) {
        if (milieu.isSettled(environment)) {
            return;
        }
        if (!waiting.contains(environment)) {
            waiting.add(environment);
        }
    }

    /** Breaks off what is being done. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Environment next = waiting.poll(NEXT_LOOK.toSeconds(), TimeUnit.SECONDS);
                try {
                    if (next != null) {
                        milieu.settle(next);
                    }
                    milieu.keepBudget();
                } catch (MilieuException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    LOG.log(System.Logger.Level.WARNING, "afterwards: " + e.getMessage());
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
