package io.milieu.core.reclaim;

import static io.milieu.core.store.StoreFixture.NOON;
import static io.milieu.core.store.StoreFixture.environment;
import static io.milieu.core.store.StoreFixture.forbidden;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.lease.Holder;
import io.milieu.core.lease.Lease;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pin;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.BootId;
import io.milieu.core.posix.ChildJvm;
import io.milieu.core.reclaim.Finding.Kind;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Store;
import io.milieu.core.store.StoreFixture;
import io.milieu.core.store.StoreSettings;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReclaimerTest {
    private static final LayerKey LAYER = layer("layer");
    private static final LayerKey OTHER = layer("other");
    private static final LayerKey ENVIRONMENT = environment("environment");
    private static final ReclaimPolicy NOTHING_STAYS = ReclaimPolicy.STANDARD.withMaxBytes(0);
    private static final Instant LATER = NOON.plusSeconds(600);

    @TempDir
    Path temp;

    private Store store(Instant now) {
        return StoreFixture.at(temp.resolve("store"), now);
    }

    /** An environment with its layer, and a layer that nothing needs. */
    private Store filled() throws Exception {
        try (Store store = store(NOON)) {
            store.obtain(OTHER, text("12345"));
            store.obtain(LAYER, text("1234567"));
            store.obtain(ENVIRONMENT, text("123", LAYER));
        }
        return store(LATER);
    }

    @Test
    void whatNobodyUsesGoesAndIsDeletedEvenIfItIsReadOnly() throws Exception {
        try (Store store = filled()) {
            ReclaimResult result = new Reclaimer(store).reclaim(NOTHING_STAYS);
            assertThat(result.sentence()).isEqualTo("Removed 3 entries, 15 B; the store holds 0 B.");
            for (LayerKey key : List.of(LAYER, OTHER, ENVIRONMENT)) {
                assertThat(store.find(key)).isEmpty();
                assertThat(store.layout().entry(key.entry())).doesNotExist();
            }
            assertThat(store.layout().trash()).isEmptyDirectory();
        }
    }

    @Test
    void whatIsLeasedStaysWithWhatItLinksTo() throws Exception {
        try (Store store = filled()) {
            Lease lease = new Leases(store)
                    .acquire(ENVIRONMENT, new Holder.Named("job", LATER.plusSeconds(1000)))
                    .orElseThrow();
            try (Store muchLater = store(LATER.plusSeconds(900))) {
                ReclaimResult result = new Reclaimer(muchLater).reclaim(NOTHING_STAYS);
                assertThat(result.removed())
                        .extracting(victim -> victim.entry().name())
                        .containsExactly(OTHER.entry());
                new Leases(muchLater).release(lease);
                assertThat(new Reclaimer(muchLater).reclaim(NOTHING_STAYS).removed())
                        .extracting(victim -> victim.entry().name())
                        .containsExactly(ENVIRONMENT.entry(), LAYER.entry());
                assertThat(muchLater.layout().leases(ENVIRONMENT.entry())).doesNotExist();
            }
        }
    }

    @Test
    void whatADeadProcessLeftWritableIsMendedUnlessSomebodyElseIsAddingToLayers() throws Exception {
        filled().close();
        try (Store dead = Store.open(
                temp.resolve("store"),
                new StoreSettings(InstantSource.fixed(LATER), ChildJvm.dead(), BootId.current(), folder -> {}))) {
            new Pins(dead).pin(List.of(LAYER, ENVIRONMENT));
        }
        try (Store store = store(LATER)) {
            Path folder = store.layout().entry(LAYER.entry()).resolve("folder");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(StoreCheck.of(store)).extracting(Finding::kind).containsExactly(Kind.STALE_PIN);
            try (FileLock _ = store.amend()) {
                new Reclaimer(store).reclaim(ReclaimPolicy.STANDARD);
            }
            assertThat(StoreCheck.of(store)).extracting(Finding::kind).containsExactly(Kind.STALE_PIN);
            new Reclaimer(store).reclaim(ReclaimPolicy.STANDARD);
            assertThat(StoreCheck.of(store)).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("r-xr-xr-x");
        }
    }

    private static Path cache(Store store, String name, Instant read, Instant written) throws Exception {
        Path file = store.layout().caches().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "cached");
        Files.getFileAttributeView(file, BasicFileAttributeView.class)
                .setTimes(FileTime.from(written), FileTime.from(read), null);
        return file;
    }

    @Test
    void cachedFilesThatNobodyReadsGoAndTheirFoldersStay() throws Exception {
        try (Store store = filled()) {
            Instant longAgo = LATER.minus(Duration.ofDays(40));
            Path unused = cache(store, "index-v0/pages/x/demo", longAgo, longAgo);
            Path read = cache(store, "index-v0/pages/x/other", LATER, longAgo);
            Path written = cache(store, "index-v0/pages/x/new", longAgo, LATER);
            ReclaimResult result = new Reclaimer(store).reclaim(ReclaimPolicy.STANDARD);
            assertThat(result.sentence()).isEqualTo("Removed 0 entries and 1 cached file, 6 B; the store holds 27 B.");
            assertThat(unused).doesNotExist();
            assertThat(read).exists();
            assertThat(written).exists();
            Files.delete(read);
            Files.delete(written);
            new Reclaimer(store).reclaim(ReclaimPolicy.STANDARD);
            assertThat(unused.getParent()).isEmptyDirectory();
        }
    }

    @Test
    void aCachedFileThatWasUsedSinceThePlanStays() throws Exception {
        try (Store store = filled()) {
            Instant longAgo = LATER.minus(Duration.ofDays(40));
            Path file = cache(store, "locks-v1/ab/x.json", longAgo, longAgo);
            Path gone = cache(store, "locks-v1/ab/y.json", longAgo, longAgo);
            Caches caches = new Caches(store.layout().caches());
            CachePlan plan = CachePlan.of(caches.files(), LATER, ReclaimPolicy.STANDARD);
            assertThat(plan.victims()).hasSize(2);
            Files.setLastModifiedTime(file, FileTime.from(LATER));
            Files.delete(gone);
            assertThat(caches.prune(plan)).isEqualTo(CachePlan.NOTHING);
            assertThat(file).exists();
        }
    }

    @Test
    void theLeaseOfADeadProcessKeepsNothing() throws Exception {
        filled().close();
        try (Store store = store(NOON.plusSeconds(30))) {
            new Leases(store).acquire(ENVIRONMENT, new Holder.OfProcess(ChildJvm.dead()));
        }
        try (Store store = store(LATER)) {
            assertThat(new Reclaimer(store).reclaim(NOTHING_STAYS).removed()).hasSize(3);
        }
    }

    @Test
    void whatABuildPinnedStays() throws Exception {
        filled().close();
        try (Store store = store(LATER);
                Pin _ = new Pins(store).pin(List.of(OTHER));
                Store muchLater = store(LATER.plusSeconds(900))) {
            assertThat(new Reclaimer(muchLater).reclaim(NOTHING_STAYS).removed())
                    .extracting(victim -> victim.entry().name())
                    .containsExactly(ENVIRONMENT.entry(), LAYER.entry());
        }
    }

    @Test
    void onlyOneCollectorIsAtWork() throws Exception {
        try (Store store = filled();
                FileLock _ = store.tryCollect().orElseThrow()) {
            assertThat(new Reclaimer(store).reclaim(NOTHING_STAYS).otherAtWork())
                    .isTrue();
            assertThat(store.find(OTHER)).isPresent();
        }
    }

    @Test
    void anEnvironmentInUseIsNotRemoved() throws Exception {
        try (Store store = filled()) {
            Leases leases = new Leases(store);
            Lease lease = leases.acquire(ENVIRONMENT, Holder.self()).orElseThrow();
            Reclaimer reclaimer = new Reclaimer(store);
            assertThatThrownBy(() -> reclaimer.remove(ENVIRONMENT.entry()))
                    .isInstanceOfSatisfying(MilieuException.class, e -> {
                        assertThat(e.code()).isEqualTo(CoreError.IN_USE);
                        assertThat(e.hints()).containsExactly("End the processes that use it, then try again.");
                    })
                    .hasMessage("cannot remove `" + ENVIRONMENT + "`: it has a living holder");
            leases.release(lease);
            try (Pin _ = new Pins(store).pin(List.of(ENVIRONMENT))) {
                assertThatThrownBy(() -> reclaimer.remove(ENVIRONMENT.entry()))
                        .hasMessage("cannot remove `" + ENVIRONMENT + "`: a build needs it");
            }
            assertThat(reclaimer.remove(ENVIRONMENT.entry())).isTrue();
            assertThat(reclaimer.remove(ENVIRONMENT.entry())).isFalse();
            assertThat(store.obtain(LAYER, forbidden())).isDirectory();
        }
    }

    @Test
    void aHealthyStoreHasNoFindings() throws Exception {
        try (Store store = filled()) {
            store.settle();
            new Leases(store).acquire(ENVIRONMENT, Holder.self());
            assertThat(StoreCheck.of(store)).isEmpty();
        }
    }

    @Test
    void whatIsWrongIsFound() throws Exception {
        try (Store store = filled()) {
            Path layer = store.layout().entry(LAYER.entry());
            Path loose = Files.setPosixFilePermissions(
                    layer.resolve("folder/file"), PosixFilePermissions.fromString("rw-r--r--"));
            Files.setPosixFilePermissions(store.layout().root(), PosixFilePermissions.fromString("rwxr-x---"));
            Path environment = store.layout().entry(ENVIRONMENT.entry());
            store.discard(OTHER.entry());
            store.obtain(environment("lost"), text("x"));
            new Leases(store).acquire(environment("lost"), Holder.self());
            store.discard(environment("lost").entry());
            Path lost = store.layout().entry(environment("lost").entry());
            Path gone = store.obtain(environment("dangling"), text("x", OTHER));
            Path broken = store.obtain(environment("broken"), text("x"));
            Files.writeString(broken.resolve(".seal"), "");
            String dead = ChildJvm.dead() + ".0";
            Path left = Files.createDirectory(store.layout().temporary().resolve(dead));
            Path pin = Files.writeString(store.layout().pins().resolve(dead), "");
            Path lease = Files.createDirectories(store.layout().leases(ENVIRONMENT.entry()))
                    .resolve("x");
            Files.writeString(lease, "");
            assertThat(environment).isDirectory();
            assertThat(StoreCheck.of(store))
                    .containsExactlyInAnyOrder(
                            new Finding(
                                    Kind.NOT_PRIVATE,
                                    store.layout().root(),
                                    "users other than the owner have permissions on the store"),
                            new Finding(Kind.WRITABLE, loose, "can be written to, though its layer is read-only"),
                            new Finding(Kind.DANGLING, gone, "links to `" + OTHER.entry() + "`, which is gone"),
                            new Finding(Kind.LOST, lost, "has living holders, but is gone or unusable"),
                            new Finding(Kind.SEAL_BROKEN, broken, "the seal is missing or unreadable"),
                            new Finding(Kind.LEFTOVER, left, "left by a process that is gone"),
                            new Finding(Kind.STALE_PIN, pin, "the pin of a process that is gone"),
                            new Finding(Kind.STALE_LEASE, lease, "the lease of a holder that is gone"));
        }
    }
}
