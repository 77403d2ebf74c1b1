package io.milieu.core.store;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps "announce the use of an entry" and "see that nobody uses it, and take it away" apart, among all threads and processes.
 * Users pass together; the collector passes alone. Both pass for microseconds and do only small file operations inside: nothing
 * is built, fetched or deleted there. Thread-safe.
 */
public final class Gate {
    private static final int ATTEMPTS = 2000;
    private static final long PAUSE_NANOS = 250_000;

    private final RangeLocks locks;
    private final ReentrantReadWriteLock threads = new ReentrantReadWriteLock(true);
    private final ReentrantLock counting = new ReentrantLock();
    private int users;
    private @Nullable FileLock held;

    Gate(RangeLocks locks) {
        this.locks = locks;
    }

    /** What is done inside. */
    @FunctionalInterface
    public interface Section<T> {
        /** {@return the result of the short section} */
        T run() throws IOException, InterruptedException;
    }

    /** Passes together with other users: while the section runs, no entry is taken away. */
    public <T> T shared(Section<T> section) throws IOException, InterruptedException {
        threads.readLock().lockInterruptibly();
        try {
            enter();
            try {
                return section.run();
            } finally {
                leave();
            }
        } finally {
            threads.readLock().unlock();
        }
    }

    /**
     * Passes alone. Never makes users wait for other users: while one is inside in another process, this only tries again.
     *
     * @return the result, or empty if users kept it from passing for about half a second
     */
    public <T> Optional<T> alone(Section<T> section) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            threads.writeLock().lockInterruptibly();
            try {
                Optional<FileLock> lock = locks.tryLock(RangeLocks.GATE);
                if (lock.isPresent()) {
                    try (FileLock _ = lock.get()) {
                        return Optional.of(section.run());
                    }
                }
            } finally {
                threads.writeLock().unlock();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return Optional.empty();
    }

    private void enter() throws IOException, InterruptedException {
        counting.lockInterruptibly();
        try {
            if (held == null) {
                held = locks.lockShared(RangeLocks.GATE);
            }
            users++;
        } finally {
            counting.unlock();
        }
    }

    private void leave() throws IOException {
        counting.lock();
        try {
            users--;
            if (users == 0 && held != null) {
                FileLock last = held;
                held = null;
                last.release();
            }
        } finally {
            counting.unlock();
        }
    }
}
