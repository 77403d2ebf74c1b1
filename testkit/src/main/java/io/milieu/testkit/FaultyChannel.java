package io.milieu.testkit;

import io.milieu.testkit.FileOperation.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A real channel whose writes are counted; one that is to fail writes half of its bytes first. */
final class FaultyChannel extends FileChannel {
    private interface Write {
        int to(ByteBuffer bytes) throws IOException;
    }

    private static final int SLICE = 1 << 16;

    private final FaultyFiles faults;
    private final Path path;
    private final FileChannel real;

    FaultyChannel(FaultyFiles faults, Path path, FileChannel real) {
        this.faults = faults;
        this.path = path;
        this.real = real;
    }

    private int write(ByteBuffer bytes, Write write) throws IOException {
        try {
            faults.about(Kind.WRITE, path);
        } catch (IOException | SimulatedCrash e) {
            write.to(bytes.slice(bytes.position(), bytes.remaining() / 2));
            throw e;
        }
        return write.to(bytes);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return write(bytes, real::write);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return write(bytes, part -> real.write(part, position));
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(buffers[i]);
        }
        return written;
    }

    /** Slice by slice through {@link #write}, so that it can break in the middle. */
    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        long done = 0;
        while (done < count) {
            ByteBuffer slice = ByteBuffer.allocate((int) Math.min(SLICE, count - done));
            if (source.read(slice) <= 0) {
                break;
            }
            slice.flip();
            while (slice.hasRemaining()) {
                done += write(slice, position + done);
            }
        }
        return done;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        faults.about(Kind.WRITE, path);
        real.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        faults.about(Kind.SYNC, path);
        real.force(metadata);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
