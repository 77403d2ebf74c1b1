package io.milieu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.testkit.FileOperation.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FaultyFilesTest {
    @TempDir
    Path real;

    private final FaultyFiles files = new FaultyFiles();
    private Path root;

    @BeforeEach
    void wrap() {
        root = files.root(real);
    }

    private List<Kind> kinds() {
        return files.operations().stream().map(FileOperation::kind).toList();
    }

    @Test
    void everyChangingOperationIsCountedWithItsRealPath() throws IOException {
        Path file = root.resolve("a/file");
        Files.createDirectory(file.getParent());
        Files.writeString(file, "text");
        Files.createLink(root.resolve("hard"), file);
        Files.createSymbolicLink(root.resolve("soft"), Path.of("a/file"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(5000));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setAttribute(file, "unix:mode", 0100640);
        Files.move(file, root.resolve("b"));
        Files.delete(root.resolve("hard"));
        assertThat(kinds())
                .containsExactly(
                        Kind.DIRECTORY,
                        Kind.OPEN,
                        Kind.WRITE,
                        Kind.LINK,
                        Kind.SYMLINK,
                        Kind.ATTRIBUTE,
                        Kind.ATTRIBUTE,
                        Kind.ATTRIBUTE,
                        Kind.MOVE,
                        Kind.DELETE);
        assertThat(files.operations().getFirst().path()).isEqualTo(real.resolve("a"));
        assertThat(files.operations().get(8)).hasToString("MOVE " + real.resolve("b"));
        assertThat(Files.getPosixFilePermissions(real.resolve("b")))
                .hasToString("[OWNER_READ, OWNER_WRITE, GROUP_READ]");
    }

    @Test
    void readingIsNotCounted() throws IOException {
        Files.writeString(real.resolve("file"), "text");
        Files.createSymbolicLink(real.resolve("link"), Path.of("file"));
        Path file = root.resolve("file");
        assertThat(Files.readString(file)).isEqualTo("text");
        assertThat(Files.readAttributes(root.resolve("link"), "unix:ino")).containsKey("ino");
        assertThat(Files.readSymbolicLink(root.resolve("link"))).hasToString("file");
        assertThat(root.resolve("link").toRealPath()).isEqualTo(file.toRealPath());
        assertThat(Files.isSymbolicLink(root.resolve("link"))).isTrue();
        assertThat(Files.isSameFile(root.resolve("link"), file)).isTrue();
        assertThat(Files.size(file)).isEqualTo(4);
        try (Stream<Path> walk = Files.walk(root)) {
            assertThat(walk.sorted().map(root::relativize).map(Path::toString)).containsExactly("", "file", "link");
        }
        assertThat(files.operations()).isEmpty();
    }

    @Test
    void pathsBehaveLikeRealOnes() {
        Path path = root.resolve("a").resolve("../b/c");
        assertThat(path.normalize()).isEqualTo(root.resolve("b/c"));
        assertThat(path.normalize().startsWith(root)).isTrue();
        assertThat(root.relativize(root.resolve("b/c"))).hasToString("b/c");
        assertThat(root.resolve("b/c").getFileName()).hasToString("c");
        assertThat(Stream.of(root.relativize(root.resolve("b/c"))).flatMap(p -> Stream.of(p.getName(0), p.getName(1))))
                .extracting(Path::toString)
                .containsExactly("b", "c");
        assertThat(root.resolve(real)).isEqualTo(root);
        assertThat(root).hasToString(real.toString()).isNotEqualTo(real);
        assertThat(root.toFile()).isEqualTo(real.toFile());
        assertThat(root.toUri()).isEqualTo(real.toUri());
        assertThat(root.getRoot().getParent()).isNull();
    }

    @Test
    void failuresSpeakLikeLinux() throws IOException {
        Path file = root.resolve("file");
        files.failWrite(1, FileFailure.ENOSPC);
        assertThatThrownBy(() -> Files.createFile(file))
                .isExactlyInstanceOf(FileSystemException.class)
                .hasMessage(file + ": No space left on device");
        Files.createFile(file);
        files.failWrite(2, FileFailure.ENOSPC);
        assertThatThrownBy(() -> Files.writeString(file, "12345678"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThat(real.resolve("file")).hasContent("1234");
        files.failWrite(1, FileFailure.EACCES);
        assertThatThrownBy(() -> Files.createDirectory(root.resolve("d")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(root.resolve("d").toString());
        files.failWhen(operation -> operation.kind() == Kind.MOVE, FileFailure.EIO);
        assertThatThrownBy(() -> Files.move(file, root.resolve("moved")))
                .hasMessage(root.resolve("moved") + ": Input/output error");
        assertThat(file).exists();
    }

    @Test
    void allLaterOperationsFailUntilHealed() throws IOException {
        files.failAllAfter(1, FileFailure.EIO);
        Files.createDirectory(root.resolve("a"));
        assertThatThrownBy(() -> Files.createDirectory(root.resolve("b"))).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> Files.delete(root.resolve("a"))).isInstanceOf(FileSystemException.class);
        files.heal();
        Files.delete(root.resolve("a"));
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void everyOperationCanBeTheLast() throws IOException {
        work(files.root(Files.createDirectory(real.resolve("whole"))));
        int operations = files.operations().size();
        assertThat(operations).isEqualTo(12);
        for (int n = 0; n < operations; n++) {
            Path fresh = files.root(Files.createDirectory(real.resolve("cut" + n)));
            files.crashAfter(n);
            assertThatThrownBy(() -> work(fresh)).isInstanceOf(SimulatedCrash.class);
            assertThatThrownBy(() -> Files.createFile(fresh.resolve("later"))).isInstanceOf(SimulatedCrash.class);
            assertThat(files.operations()).hasSize(n + 2);
            files.heal();
        }
        assertThat(real.resolve("cut2/file")).hasContent("12");
        assertThat(real.resolve("cut11/done")).exists();
        assertThat(real.resolve("cut11/copy")).hasContent("1234");
    }

    private static void work(Path directory) {
        Path file = directory.resolve("file");
        try {
            Files.createDirectory(directory.resolve("sub"));
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                assertThat(channel.write(ByteBuffer.wrap("1234".getBytes(StandardCharsets.US_ASCII))))
                        .isEqualTo(4);
                channel.force(true);
            }
            Files.copy(file, directory.resolve("copy"));
            Files.move(file, directory.resolve("done"), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel channel = FileChannel.open(directory)) {
                channel.force(true);
            }
            Files.createSymbolicLink(directory.resolve("link"), Path.of("done"));
            Files.createLink(directory.resolve("hard"), directory.resolve("done"));
            Files.delete(directory.resolve("link"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void copiesKeepTheRulesOfCopying() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "new");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(5000));
        Path target = Files.writeString(root.resolve("target"), "old");
        assertThatThrownBy(() -> Files.copy(file, target)).isInstanceOf(FileAlreadyExistsException.class);
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(target).hasContent("new").isExecutable();
        assertThat(Files.getLastModifiedTime(target)).isEqualTo(FileTime.fromMillis(5000));
        Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
        Files.copy(root.resolve("link"), root.resolve("link2"), LinkOption.NOFOLLOW_LINKS);
        assertThat(Files.readSymbolicLink(root.resolve("link2"))).hasToString("file");
        Files.copy(file, real.resolve("outside"));
        assertThat(real.resolve("outside")).hasContent("new");
    }

    @Test
    void channelsTransferTruncateAndLock() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "0123456789");
        Path other = root.resolve("other");
        try (FileChannel source = FileChannel.open(file);
                FileChannel target = FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = target.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(target.transferFrom(source, 0, 100)).isEqualTo(10);
            target.truncate(8);
            target.position(8);
            assertThat(source.transferTo(0, 2, target)).isEqualTo(2);
            assertThat(target.size()).isEqualTo(10);
        }
        assertThat(other).hasContent("0123456701");
        try (OutputStream out = Files.newOutputStream(other, StandardOpenOption.APPEND)) {
            out.write('x');
        }
        assertThat(other).hasContent("0123456701x");
    }

    @Test
    void temporaryFilesAndGlobsWork() throws IOException {
        Path temporary = Files.createTempFile(root, "a", ".tmp");
        assertThat(temporary.getFileSystem()).isNotEqualTo(FileSystems.getDefault());
        assertThat(real.resolve(temporary.getFileName().toString())).exists();
        try (var entries = Files.newDirectoryStream(root, "*.tmp")) {
            assertThat(entries).containsExactly(temporary);
        }
    }
}
