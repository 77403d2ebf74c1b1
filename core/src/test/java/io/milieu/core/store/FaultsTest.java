package io.milieu.core.store;

import static io.milieu.core.store.StoreFixture.NOON;
import static io.milieu.core.store.StoreFixture.environment;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Holder;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pin;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.BootId;
import io.milieu.core.posix.ChildJvm;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.reclaim.Finding;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.testkit.FaultyFiles;
import io.milieu.testkit.FileFailure;
import io.milieu.testkit.FileOperation;
import io.milieu.testkit.SimulatedCrash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final LayerKey LAYER = layer("layer");
    private static final LayerKey ENVIRONMENT = environment("environment");

    @TempDir
    Path temp;

    private final FaultyFiles files = new FaultyFiles();

    private static Store open(Path root, Instant now, ProcessIdentity self) {
        return Store.open(root, new StoreSettings(InstantSource.fixed(now), self, BootId.current(), folder -> {}));
    }

    /** All that a request does, and a collection afterwards. */
    private static void live(Path root, ProcessIdentity self) throws InterruptedException {
        try (Store store = open(root, NOON, self)) {
            try (Pin _ = new Pins(store).pin(List.of(LAYER))) {
                store.obtain(LAYER, text("complete"));
                store.obtain(ENVIRONMENT, text("complete", LAYER));
                new Leases(store).acquire(ENVIRONMENT, new Holder.OfProcess(self));
            }
            store.settle();
        }
        try (Store later = open(root, NOON.plusSeconds(3600), self)) {
            new Reclaimer(later).reclaim(ReclaimPolicy.STANDARD.withMaxBytes(0));
        }
    }

    @Test
    void afterACrashAtAnyOperationNothingBrokenIsSeenAndTheNextRequestWorks() throws Exception {
        ProcessIdentity dead = ChildJvm.dead();
        files.heal();
        live(files.root(temp.resolve("whole")), dead);
        int operations = files.operations().size();
        assertThat(operations).isGreaterThan(50);
        for (int n = 0; n < operations; n++) {
            Path root = temp.resolve("store" + n);
            files.crashAfter(n);
            assertThatThrownBy(() -> live(files.root(root), dead))
                    .as("crash at %s", n)
                    .isInstanceOf(SimulatedCrash.class);
            assertRecovers(root, n);
        }
    }

    private static void assertRecovers(Path root, int n) throws Exception {
        try (Store store = StoreFixture.at(root, NOON.plusSeconds(7200))) {
            for (LayerKey key : List.of(LAYER, ENVIRONMENT)) {
                store.find(key)
                        .ifPresent(found ->
                                assertThat(found.resolve("folder/file")).hasContent("complete"));
            }
            assertThat(StoreCheck.of(store))
                    .as("findings after a crash at %s", n)
                    .allMatch(Finding::harmless);
            store.obtain(LAYER, text("complete"));
            Path built = store.obtain(ENVIRONMENT, text("complete", LAYER));
            assertThat(built.resolve("folder/file")).hasContent("complete");
            new Reclaimer(store).reclaim(ReclaimPolicy.STANDARD);
            assertThat(StoreCheck.of(store))
                    .as("findings after recovery from %s", n)
                    .isEmpty();
            assertThat(store.layout().trash()).isEmptyDirectory();
            assertThat(store.layout().temporary()).isEmptyDirectory();
        }
    }

    @Test
    void aFullDiskLeavesNothingBehindAndSaysHowToFreeSpace() throws Exception {
        try (Store store = open(files.root(temp.resolve("store")), NOON, ProcessIdentity.self())) {
            files.failWhen(operation -> operation.path().endsWith("folder/file"), FileFailure.ENOSPC);
            assertThatThrownBy(() -> store.obtain(LAYER, text("complete")))
                    .isInstanceOfSatisfying(MilieuException.class, e -> {
                        assertThat(e.code()).isEqualTo(CoreError.DISK_FULL);
                        assertThat(e.hints()).first().isEqualTo("Remove what no worker uses: `milieu gc`.");
                    })
                    .hasMessageMatching("the disk is full: cannot build `" + LAYER + "`: `.*/folder/file`");
            assertThat(temp.resolve("store/tmp")).isEmptyDirectory();
            files.heal();
            assertThat(store.obtain(LAYER, text("complete")).resolve("folder/file"))
                    .hasContent("complete");
        }
    }

    @Test
    void missingPermissionNamesThePath() throws Exception {
        Path root = temp.resolve("store");
        try (Store store = open(files.root(root), NOON, ProcessIdentity.self())) {
            files.failWhen(operation -> operation.kind() == FileOperation.Kind.MOVE, FileFailure.EACCES);
            assertThatThrownBy(() -> store.obtain(ENVIRONMENT, text("complete")))
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.PERMISSION_DENIED))
                    .hasMessage("no permission: cannot build `" + ENVIRONMENT + "`: `"
                            + store.layout().entry(ENVIRONMENT.entry()) + "`");
        }
    }

    @Test
    void everyFailureOfTheDiskIsReportedAndHarmless() throws Exception {
        ProcessIdentity dead = ChildJvm.dead();
        files.heal();
        live(files.root(temp.resolve("whole")), dead);
        int operations = files.operations().size();
        int reported = 0;
        for (int n = 1; n <= operations; n++) {
            Path root = temp.resolve("store" + n);
            files.failWrite(n, FileFailure.EIO);
            try {
                live(files.root(root), dead);
            } catch (MilieuException e) {
                assertThat(e.code()).as("failure of %s", n).isEqualTo(CoreError.IO_FAILED);
                reported++;
            }
            assertRecovers(root, n);
        }
        // The JDK itself tries again when a folder cannot be made.
        assertThat(reported).isGreaterThan(operations * 4 / 5);
    }

    @Test
    void aStoreThatCannotBeMadeIsAClearFailure() throws Exception {
        Path root = temp.resolve("store");
        files.failAllAfter(0, FileFailure.EACCES);
        assertThatThrownBy(() -> open(files.root(root), NOON, ProcessIdentity.self()))
                .hasMessage("no permission: cannot open the store: `" + root + "`");
        assertThat(Files.exists(root)).isFalse();
    }
}
