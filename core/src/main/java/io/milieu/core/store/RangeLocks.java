package io.milieu.core.store;

import io.milieu.core.base.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Locks between processes: one byte of one empty file per thing to be locked, so there is no lock file per entry that would
 * have to be created, removed, and told apart from a removed one. The kernel frees the locks of a process that dies.
 *
 * <p>Such a lock belongs to the process, and is lost when the process closes <em>any</em> descriptor of the file: the file is
 * opened once per store and never read. Waiting means trying again with short pauses, because a blocked {@code fcntl} would
 * hold a carrier thread, and its interruption would close the channel under all other locks.
 */
final class RangeLocks implements Closeable {
    /** The gate between users and the collector. */
    static final long GATE = 0;

    /** Held by the one collector at work. */
    static final long COLLECTOR = 1;

    /** Held by whoever adds to finished layers. */
    static final long AMENDER = 2;

    private static final long FIRST_ENTRY = 16;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);

    private final FileChannel channel;

    RangeLocks(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** {@return the byte of an entry: 60 bits of a hash, so two entries practically never share one} */
    static long position(EntryName name) {
        String hash = Digest.ofText(name.toString()).hex();
        return FIRST_ENTRY + Long.parseLong(hash.substring(0, 15), 16);
    }

    /** {@return the exclusive lock, after waiting for it} */
    FileLock lock(long position) throws IOException, InterruptedException {
        return await(position, false);
    }

    /** {@return the shared lock, after waiting for it} */
    FileLock lockShared(long position) throws IOException, InterruptedException {
        return await(position, true);
    }

    /** {@return the exclusive lock, if nobody else has one now} */
    Optional<FileLock> tryLock(long position) throws IOException {
        return attempt(position, false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private FileLock await(long position, boolean shared) throws IOException, InterruptedException {
        Duration pause = Duration.ofNanos(50_000);
        while (true) {
            Optional<FileLock> lock = attempt(position, shared);
            if (lock.isPresent()) {
                return lock.get();
            }
            LockSupport.parkNanos(pause.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while another process held the lock");
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    private Optional<FileLock> attempt(long position, boolean shared) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(position, 1, shared));
        } catch (OverlappingFileLockException heldInThisProcess) {
            return Optional.empty();
        }
    }
}
