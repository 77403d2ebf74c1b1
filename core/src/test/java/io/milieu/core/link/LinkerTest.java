package io.milieu.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkerTest {
    @TempDir
    Path root;

    private Path source;
    private Path target;

    @BeforeEach
    void oneReadOnlyProgram() throws IOException {
        source = Files.writeString(root.resolve("source"), "content");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r-xr-xr-x"));
        target = root.resolve("target");
    }

    @Test
    void modesAreReadFromTextWhateverTheCase() {
        assertThat(LinkMode.parse("auto")).isEqualTo(LinkMode.AUTO);
        assertThat(LinkMode.parse("HardLink")).isEqualTo(LinkMode.HARDLINK);
        assertThatThrownBy(() -> LinkMode.parse("junction"))
                .isInstanceOfSatisfying(MilieuException.class, e -> {
                    assertThat(e.code()).isEqualTo(CoreError.USAGE);
                    assertThat(e.hints()).containsExactly("Use one of: auto, symlink, hardlink, clone, copy.");
                })
                .hasMessage("`junction` is no link mode");
    }

    @Test
    void autoAndHardlinkShareTheFileItself() throws IOException {
        for (LinkMode mode : new LinkMode[] {LinkMode.AUTO, LinkMode.HARDLINK}) {
            Path link = root.resolve(mode.text());
            Linker.of(mode).file(source, link);
            assertThat(Files.isSymbolicLink(link)).isFalse();
            assertThat(Files.getAttribute(link, "unix:ino")).isEqualTo(Files.getAttribute(source, "unix:ino"));
        }
    }

    @Test
    void symlinkPointsAtTheLayer() throws IOException {
        Linker.of(LinkMode.SYMLINK).file(source, target);
        assertThat(Files.readSymbolicLink(target)).isEqualTo(source);
    }

    @Test
    void copiesArePrivateAndWritableAndKeepTheExecutableBit() throws IOException {
        for (LinkMode mode : new LinkMode[] {LinkMode.CLONE, LinkMode.COPY}) {
            Path copy = root.resolve(mode.text());
            Linker.of(mode).file(source, copy);
            assertThat(Files.getAttribute(copy, "unix:ino")).isNotEqualTo(Files.getAttribute(source, "unix:ino"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                    .startsWith("rwx");
            assertThat(copy).hasContent("content");
        }
    }

    @Test
    void aFileThatCannotBeHardLinkedIsCopied() throws IOException {
        Path otherDevice = Path.of("/dev/shm");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(otherDevice), "needs a second file system");
        Path there = Files.createTempFile(otherDevice, "linker", null);
        try {
            Linker.of(LinkMode.HARDLINK).file(Files.writeString(there, "far"), target);
            assertThat(target).hasContent("far");
            assertThat(Linker.probed(LinkMode.AUTO, there, root).hardLinks()).isFalse();
        } finally {
            Files.delete(there);
        }
    }

    @Test
    void anExistingTargetIsNeverReplaced() throws IOException {
        Files.writeString(target, "mine");
        for (LinkMode mode : LinkMode.values()) {
            assertThatThrownBy(() -> Linker.of(mode).file(source, target))
                    .isInstanceOf(FileAlreadyExistsException.class);
        }
        assertThat(target).hasContent("mine");
    }

    @Test
    void directoriesAreLinkedOnlyInModesThatDoSo() throws IOException {
        Linker.of(LinkMode.AUTO).directory(root, target);
        assertThat(Files.readSymbolicLink(target)).isEqualTo(root);
        assertThatThrownBy(() -> Linker.of(LinkMode.COPY).directory(root, root.resolve("x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mode COPY makes every directory real");
    }

    @Test
    void probingLeavesNothingBehindAndKeepsWhatWorks() throws IOException {
        Linker linker = Linker.probed(LinkMode.AUTO, source, root);
        assertThat(linker.mode()).isEqualTo(LinkMode.AUTO);
        assertThat(linker.hardLinks()).isTrue();
        try (var names = Files.list(root)) {
            assertThat(names).containsExactly(source);
        }
    }
}
