package io.milieu.testkit;

import io.milieu.testkit.FileOperation.Kind;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Passes every operation on to the real provider, the changing ones after asking whether they may succeed. */
final class FaultyProvider extends FileSystemProvider {
    private static final Set<OpenOption> CHANGING = Set.of(
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            StandardOpenOption.CREATE,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.DELETE_ON_CLOSE);

    private final FaultyFiles faults;
    private final FaultyFileSystem fileSystem;
    private final FileSystemProvider real;

    FaultyProvider(FaultyFiles faults, FaultyFileSystem fileSystem, FileSystemProvider real) {
        this.faults = faults;
        this.fileSystem = fileSystem;
        this.real = real;
    }

    private static Path unwrap(Path path) {
        return FaultyPath.unwrap(path);
    }

    /** {@return the real path, once the operation on it may succeed} */
    private Path about(Kind kind, Path path) throws IOException {
        Path target = unwrap(path);
        faults.about(kind, target);
        return target;
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        if (options.stream().noneMatch(CHANGING::contains)) {
            FileChannel channel = real.newFileChannel(unwrap(path), options, attributes);
            // Directories are opened for reading to be forced to disk.
            return Files.isDirectory(unwrap(path)) ? new FaultyChannel(faults, unwrap(path), channel) : channel;
        }
        Path target = about(Kind.OPEN, path);
        return new FaultyChannel(faults, target, real.newFileChannel(target, options, attributes));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        real.createDirectory(about(Kind.DIRECTORY, path), attributes);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        real.createSymbolicLink(about(Kind.SYMLINK, link), unwrap(target), attributes);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        real.createLink(about(Kind.LINK, link), unwrap(existing));
    }

    @Override
    public void delete(Path path) throws IOException {
        real.delete(about(Kind.DELETE, path));
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        real.move(unwrap(source), about(Kind.MOVE, target), options);
    }

    /** Files are copied as a process does it, so that a copy can be left half-written. */
    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        Set<CopyOption> chosen = new HashSet<>(List.of(options));
        Path from = unwrap(source);
        LinkOption[] links =
                Stream.of(LinkOption.NOFOLLOW_LINKS).filter(chosen::contains).toArray(LinkOption[]::new);
        if (!Files.isRegularFile(from, links)) {
            Kind kind = Files.isDirectory(from, links) ? Kind.DIRECTORY : Kind.SYMLINK;
            real.copy(from, about(kind, target), options);
            return;
        }
        if (!chosen.add(StandardCopyOption.REPLACE_EXISTING)) {
            deleteIfExists(target);
        }
        Files.write(target, Files.readAllBytes(from), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        real.copy(from, about(Kind.ATTRIBUTE, target), chosen.toArray(CopyOption[]::new));
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(about(Kind.ATTRIBUTE, path), attribute, value, options);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        V view = real.getFileAttributeView(unwrap(path), type, options);
        return view == null ? null : counted(path, type, view);
    }

    private <V extends FileAttributeView> V counted(Path path, Class<V> type, V view) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    boolean reads = method.getName().startsWith("read") || method.getParameterCount() == 0;
                    if (!reads) {
                        about(Kind.ATTRIBUTE, path);
                    }
                    try {
                        return method.invoke(view, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> entries =
                real.newDirectoryStream(unwrap(directory), path -> filter.accept(fileSystem.wrap(path)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return StreamSupport.stream(entries.spliterator(), false)
                        .map(path -> (Path) fileSystem.wrap(path))
                        .iterator();
            }

            @Override
            public void close() throws IOException {
                entries.close();
            }
        };
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        return fileSystem.wrap(real.readSymbolicLink(unwrap(link)));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(unwrap(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(unwrap(path), attributes, options);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(unwrap(path), modes);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return real.isSameFile(unwrap(path), unwrap(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(unwrap(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(unwrap(path));
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("paths come from FaultyFiles.root");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("paths come from FaultyFiles.root");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("paths come from FaultyFiles.root");
    }
}
