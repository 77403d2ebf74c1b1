package io.milieu.core.fetch;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The file that a download grows in, over several attempts: a sibling of the target that takes its name when it is complete
 * and verified. The hashes are computed while the bytes come. Used by one attempt at a time.
 */
final class FileSink implements AutoCloseable {
    private final URI source;
    private final Path target;
    private final Path partial;
    private final Expectation expected;
    private final LongConsumer progress;
    private final FileChannel channel;
    private final Map<HashAlgorithm, MessageDigest> computations = new EnumMap<>(HashAlgorithm.class);
    private long size;

    FileSink(URI source, Path target, Expectation expected, LongConsumer progress) {
        this.source = source;
        this.target = target;
        this.partial = target.resolveSibling("." + UUID.randomUUID() + ".part");
        this.expected = expected;
        this.progress = progress;
        try {
            channel = FileChannel.open(partial, CREATE_NEW, WRITE);
        } catch (IOException e) {
            throw LocalFailure.writing(target, e);
        }
        startHashes();
    }

    long size() {
        return size;
    }

    Expectation expected() {
        return expected;
    }

    /** Forgets what was written. */
    void restart() {
        try {
            channel.truncate(0).position(0);
        } catch (IOException e) {
            throw LocalFailure.writing(target, e);
        }
        size = 0;
        startHashes();
    }

    void write(ByteBuffer bytes) {
        size += bytes.remaining();
        if (expected.size() >= 0 && size > expected.size()) {
            String message =
                    "`" + Origin.shown(source) + "` has more than the " + expected.size() + " bytes that were promised";
            throw new MilieuException(CoreError.HASH_MISMATCH, message);
        }
        computations.values().forEach(computation -> computation.update(bytes.duplicate()));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw LocalFailure.writing(target, e);
        }
        progress.accept(size);
    }

    /** The hashes of what was written; ends their computation, so it is called once. */
    Map<HashAlgorithm, Checksum> finishHashes() {
        Map<HashAlgorithm, Checksum> hashes = new EnumMap<>(HashAlgorithm.class);
        computations.forEach(
                (algorithm, computation) -> hashes.put(algorithm, Checksum.finish(algorithm, computation)));
        return hashes;
    }

    /** Gives the file its name. */
    void publish() {
        try {
            channel.close();
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw LocalFailure.writing(target, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw LocalFailure.writing(partial, e);
        }
    }

    private void startHashes() {
        computations.put(HashAlgorithm.SHA256, HashAlgorithm.SHA256.computation());
        for (Checksum checksum : expected.checksums()) {
            computations.put(checksum.algorithm(), checksum.algorithm().computation());
        }
    }
}
