package io.milieu.core.lease;

import static io.milieu.core.store.StoreFixture.NOON;
import static io.milieu.core.store.StoreFixture.environment;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.posix.ChildJvm;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Store;
import io.milieu.core.store.StoreFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
    private static final LayerKey LAYER = layer("layer");
    private static final LayerKey ENVIRONMENT = environment("environment");

    @TempDir
    Path temp;

    private Store store(Instant now) {
        return StoreFixture.at(temp.resolve("store"), now);
    }

    private Store filled() throws Exception {
        Store store = store(NOON);
        store.obtain(LAYER, text("x"));
        store.obtain(ENVIRONMENT, text("x", LAYER));
        return store;
    }

    @Test
    void aLeaseIsListedUntilItIsReleased() throws Exception {
        try (Store store = filled()) {
            Leases leases = new Leases(store);
            Lease first = leases.acquire(ENVIRONMENT, Holder.self()).orElseThrow();
            Lease second = leases.acquire(ENVIRONMENT, Holder.self()).orElseThrow();
            assertThat(leases.list()).containsExactlyInAnyOrder(first, second);
            leases.release(first);
            leases.release(first);
            assertThat(leases.list()).containsExactly(second);
            assertThat(second.entry()).isEqualTo(ENVIRONMENT.entry());
            assertThat(second.created()).isEqualTo(NOON);
        }
    }

    @Test
    void whatIsNotInTheStoreCannotBeLeased() throws Exception {
        try (Store store = store(NOON)) {
            assertThat(new Leases(store).acquire(ENVIRONMENT, Holder.self())).isEmpty();
            assertThat(store.layout().leases()).isEmptyDirectory();
        }
    }

    @Test
    void theLeaseOfADeadProcessCountsNotAndIsSwept() throws Exception {
        try (Store store = filled()) {
            Leases leases = new Leases(store);
            Lease dead = leases.acquire(ENVIRONMENT, new Holder.OfProcess(ChildJvm.dead()))
                    .orElseThrow();
            Lease living = leases.acquire(ENVIRONMENT, Holder.self()).orElseThrow();
            assertThat(leases.list()).containsExactly(living);
            assertThat(leases.ended())
                    .containsExactly(store.layout().leases(ENVIRONMENT.entry()).resolve(dead.id()));
            leases.sweep();
            assertThat(leases.ended()).isEmpty();
            assertThat(leases.list()).containsExactly(living);
        }
    }

    @Test
    void aNamedHolderHoldsUntilItsEndAndMovesItByAcquiringAgain() throws Exception {
        try (Store store = filled()) {
            Leases leases = new Leases(store);
            leases.acquire(ENVIRONMENT, new Holder.Named("job 7", NOON.plusSeconds(10)));
            Lease renewed = leases.acquire(ENVIRONMENT, new Holder.Named("job 7", NOON.plusSeconds(20)))
                    .orElseThrow();
            assertThat(leases.list()).containsExactly(renewed);
        }
        try (Store store = store(NOON.plusSeconds(19))) {
            assertThat(new Leases(store).list()).hasSize(1);
        }
        try (Store store = store(NOON.plusSeconds(20))) {
            assertThat(new Leases(store).list()).isEmpty();
        }
    }

    @Test
    void anUnreadableLeaseHoldsNothing() throws Exception {
        try (Store store = filled()) {
            Path folder = Files.createDirectories(store.layout().leases(ENVIRONMENT.entry()));
            for (String text : List.of("", "{}", "[]", "{\"process\":\"1-1\"}", "{\"name\":\"x\",\"created\":\"1\"}")) {
                Path file = Files.writeString(folder.resolve("broken"), text);
                assertThat(new Leases(store).list()).isEmpty();
                assertThat(new Leases(store).ended()).containsExactly(file);
            }
        }
    }

    @Test
    void aLeaseIsAUseOfTheEnvironmentAndOfItsLayers() throws Exception {
        filled().close();
        Instant later = NOON.plusSeconds(3600);
        try (Store store = store(later)) {
            new Leases(store).acquire(ENVIRONMENT, Holder.self());
            for (LayerKey key : List.of(ENVIRONMENT, LAYER)) {
                assertThat(Files.getLastModifiedTime(store.layout().seal(key.entry())))
                        .isEqualTo(FileTime.from(later));
            }
        }
    }

    @Test
    void aPinKeepsEntriesUntilItIsClosed() throws Exception {
        try (Store store = store(NOON)) {
            Pins pins = new Pins(store);
            try (Pin _ = pins.pin(List.of(LAYER, ENVIRONMENT))) {
                assertThat(pins.pinned()).containsExactlyInAnyOrder(LAYER.entry(), ENVIRONMENT.entry());
            }
            assertThat(pins.pinned()).isEmpty();
        }
    }

    @Test
    void thePinOfADeadProcessCountsNotAndIsSwept() throws Exception {
        try (Store store = store(NOON)) {
            Pins pins = new Pins(store);
            Path left = Files.writeString(store.layout().pins().resolve(ChildJvm.dead() + ".0"), LAYER.entry() + "\n");
            assertThat(pins.pinned()).isEmpty();
            assertThat(pins.ended()).containsExactly(left);
            pins.sweep();
            assertThat(left).doesNotExist();
        }
    }

    @Test
    void aStoreThatIsOpenedAgainNeverRepeatsAName() throws Exception {
        Lease first;
        try (Store store = filled()) {
            first = new Leases(store).acquire(ENVIRONMENT, Holder.self()).orElseThrow();
        }
        try (Store store = store(NOON)) {
            Leases leases = new Leases(store);
            for (int i = 0; i < 20; i++) {
                leases.release(leases.acquire(ENVIRONMENT, Holder.self()).orElseThrow());
                assertThat(leases.list()).containsExactly(first);
            }
        }
    }
}
