package io.milieu.core.code;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file being written that did not exist before; its failures are not taken for those of what is being read meanwhile. */
final class FreshFile implements AutoCloseable {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path path;
    private final OutputStream out;

    private FreshFile(Path path, OutputStream out) {
        this.path = path;
        this.out = out;
    }

    /** Creates the file with mode 0755 or 0644, before the umask. */
    static FreshFile create(Path path, boolean executable) throws IOException {
        var mode = PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
        var channel = Files.newByteChannel(path, NEW, PosixFilePermissions.asFileAttribute(mode));
        return new FreshFile(path, Channels.newOutputStream(channel));
    }

    void write(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException e) {
            throw DiskFailure.of("write the code", path, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw DiskFailure.of("write the code", path, e);
        }
    }
}
