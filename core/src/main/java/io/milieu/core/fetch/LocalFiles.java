package io.milieu.core.fetch;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same requests for {@code file:} URLs. A folder is no file: not found. */
final class LocalFiles {
    private static final int BUFFER = 256 * 1024;

    PageReply page(URI uri, Validators known, int limit) {
        Path file = path(uri);
        try {
            Optional<BasicFileAttributes> attributes = attributes(file);
            if (attributes.isEmpty()) {
                return new PageReply.NotFound();
            }
            HttpHeaders headers = headers(attributes.get());
            if (!known.isNone() && known.etag().equals(Validators.of(headers).etag())) {
                return new PageReply.NotModified(headers);
            }
            if (attributes.get().size() > limit) {
                throw new IOException("it is larger than " + limit + " bytes");
            }
            return new PageReply.Page(Origin.bare(uri), headers, Files.readAllBytes(file));
        } catch (IOException e) {
            throw LocalFailure.reading(file, e);
        }
    }

    RangeReply range(URI uri, ByteRange range) {
        Path file = path(uri);
        try {
            if (attributes(file).isEmpty()) {
                return new RangeReply.NotFound();
            }
            try (FileChannel channel = FileChannel.open(file)) {
                long total = channel.size();
                long from = range.from() < 0 ? Math.max(0, total - range.length()) : Math.min(range.from(), total);
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(range.length(), total - from));
                while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
                return new RangeReply.Part(bytes.array(), from, total);
            }
        } catch (IOException e) {
            throw LocalFailure.reading(file, e);
        }
    }

    /** {@return whether there is such a file; if so, it was written into the sink} */
    boolean copy(URI uri, FileSink sink) {
        Path file = path(uri);
        try {
            if (attributes(file).isEmpty()) {
                return false;
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect(BUFFER);
            try (FileChannel channel = FileChannel.open(file)) {
                while (channel.read(bytes) >= 0) {
                    sink.write(bytes.flip());
                    bytes.clear();
                }
            }
            return true;
        } catch (IOException e) {
            throw LocalFailure.reading(file, e);
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    }

    private static HttpHeaders headers(BasicFileAttributes file) {
        String tag = "\"" + file.size() + "-" + file.lastModifiedTime().toMillis() + "\"";
        return HttpHeaders.of(Map.of("etag", List.of(tag)), (name, value) -> true);
    }

    private static Path path(URI uri) {
        try {
            return Path.of(URI.create("file://" + uri.getRawPath()));
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new MilieuException(CoreError.PATH_INVALID, "`" + uri + "` names no file", List.of(), e);
        }
    }
}
