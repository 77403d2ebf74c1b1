package io.milieu.core.posix;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class DiskFailureTest {
    private static final Path STORE = Path.of("/store");

    @Test
    void aFullDiskSaysWhereAndHowToFreeSpace() {
        MilieuException failure = DiskFailure.of(
                "build `x`", STORE, new FileSystemException("/store/tmp/1", null, "No space left on device"));
        assertThat(failure.code()).isEqualTo(CoreError.DISK_FULL);
        assertThat(failure).hasMessage("the disk is full: cannot build `x`: `/store/tmp/1`");
        assertThat(failure.hints())
                .containsExactly(
                        "Remove what no worker uses: `milieu gc`.",
                        "Or free space on the file system that holds `/store`, and try again.");
    }

    @Test
    void aFullQuotaReportedByAStreamIsAFullDiskToo() {
        MilieuException failure = DiskFailure.of("build `x`", STORE, new IOException("Disk quota exceeded"));
        assertThat(failure.code()).isEqualTo(CoreError.DISK_FULL);
        assertThat(failure).hasMessage("the disk is full: cannot build `x`: `/store`");
    }

    @Test
    void refusedAccessNamesThePath() {
        for (IOException refused : new IOException[] {
            new AccessDeniedException("/store/a"), new FileSystemException("/store/a", null, "Read-only file system")
        }) {
            MilieuException failure = DiskFailure.of("look up `x`", STORE, refused);
            assertThat(failure.code()).isEqualTo(CoreError.PERMISSION_DENIED);
            assertThat(failure).hasMessage("no permission: cannot look up `x`: `/store/a`");
            assertThat(failure.hints())
                    .containsExactly("Give the user `" + System.getProperty("user.name")
                            + "` the rights it lacks on `/store/a`, or name another place.");
        }
    }

    @Test
    void anythingElseKeepsTheSystemsOwnText() {
        MilieuException failure = DiskFailure.of(
                "open the store", STORE, new FileSystemException("/store/a", null, "Input/output error"));
        assertThat(failure.code()).isEqualTo(CoreError.IO_FAILED);
        assertThat(failure).hasMessage("cannot open the store: `/store/a`: Input/output error");
        assertThat(DiskFailure.of("read the code", STORE, new NoSuchFileException("/code/a")))
                .hasMessage("cannot read the code: `/code/a`: no such file or directory");
    }

    @Test
    void aFullDiskIsRecognisedInTheLanguageOfTheSystem() {
        IntFunction<String> german = error -> switch (error) {
            case 28 -> "Auf dem Gerät ist kein Speicherplatz mehr verfügbar";
            case 30 -> "Das Dateisystem ist nur lesbar";
            default -> "Fehler " + error;
        };
        IOException full = new IOException("Auf dem Gerät ist kein Speicherplatz mehr verfügbar");
        IOException refused = new IOException("Das Dateisystem ist nur lesbar");
        assertThat(DiskFailure.of("build `x`", STORE, full, german).code()).isEqualTo(CoreError.DISK_FULL);
        assertThat(DiskFailure.of("build `x`", STORE, refused, german).code()).isEqualTo(CoreError.PERMISSION_DENIED);
    }
}
