package io.milieu.core.store;

import static io.milieu.core.store.StoreFixture.NOON;
import static io.milieu.core.store.StoreFixture.environment;
import static io.milieu.core.store.StoreFixture.forbidden;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.BootId;
import io.milieu.core.posix.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final LayerKey LAYER = layer("layer");
    private static final LayerKey ENVIRONMENT = environment("environment");

    @TempDir
    Path temp;

    private Store open() {
        return open(NOON, BootId.current());
    }

    private Store open(Instant now, String boot) {
        return Store.open(
                temp.resolve("store"),
                new StoreSettings(InstantSource.fixed(now), ProcessIdentity.self(), boot, folder -> {}));
    }

    @Test
    void whatWasObtainedIsFoundAndNotBuiltAgain() throws Exception {
        try (Store store = open()) {
            assertThat(store.find(LAYER)).isEmpty();
            Path built = store.obtain(LAYER, text("hello"));
            assertThat(built.resolve("folder/file")).hasContent("hello");
            assertThat(store.find(LAYER)).contains(built);
            assertThat(store.obtain(LAYER, forbidden())).isEqualTo(built);
        }
    }

    @Test
    void anotherProcessOfThisBootTrustsTheEntryBeforeItIsSettled() throws Exception {
        Path built;
        try (Store store = open()) {
            built = store.obtain(LAYER, text("hello"));
        }
        try (Store store = open()) {
            assertThat(store.find(LAYER)).contains(built);
        }
    }

    @Test
    void afterARebootAnUnsettledEntryIsAbsentAndIsBuiltAgain() throws Exception {
        try (Store store = open(NOON, "boot1")) {
            store.obtain(LAYER, text("perhaps lost"));
        }
        try (Store store = open(NOON, "boot2")) {
            assertThat(store.find(LAYER)).isEmpty();
            Path built = store.obtain(LAYER, text("new"));
            assertThat(built.resolve("folder/file")).hasContent("new");
            assertThat(Scratch.children(store.layout().trash())).hasSize(1);
            store.scratch().emptyTrash();
            assertThat(store.layout().trash()).isEmptyDirectory();
        }
    }

    @Test
    void afterARebootASettledEntryIsTrusted() throws Exception {
        try (Store store = open(NOON, "boot1")) {
            store.obtain(LAYER, text("kept"));
            store.settle();
        }
        try (Store store = open(NOON, "boot2")) {
            assertThat(store.find(LAYER)).isPresent();
        }
    }

    @Test
    void anEntryThatWasOnlyUsedInThisProcessIsSettledToo() throws Exception {
        try (Store builder = open()) {
            builder.obtain(LAYER, text("kept"));
        }
        try (Store user = open()) {
            user.find(LAYER);
            user.settle();
            assertThat(user.layout().durable(LAYER.entry())).exists();
        }
    }

    @Test
    void whatAnEnvironmentLinksToIsSettledBeforeIt() throws Exception {
        try (Store builder = open()) {
            builder.obtain(LAYER, text("kept"));
            builder.obtain(ENVIRONMENT, text("kept", LAYER));
        }
        try (Store user = open()) {
            user.find(ENVIRONMENT);
            user.settle();
            assertThat(user.layout().durable(LAYER.entry())).exists();
            assertThat(user.layout().durable(ENVIRONMENT.entry())).exists();
        }
    }

    @Test
    void anEnvironmentWhoseLayerIsGoneIsNotSettled() throws Exception {
        try (Store store = open()) {
            store.obtain(ENVIRONMENT, text("kept", LAYER));
            store.settle();
            assertThat(store.layout().durable(ENVIRONMENT.entry())).doesNotExist();
        }
    }

    @Test
    void theDiskIsSyncedBeforeTheMarkAndOnlyOnce() throws Exception {
        List<Boolean> markedAtSync = new ArrayList<>();
        Path mark = new StoreLayout(temp.resolve("store")).durable(LAYER.entry());
        StoreSettings settings = new StoreSettings(
                InstantSource.fixed(NOON),
                ProcessIdentity.self(),
                "boot1",
                folder -> markedAtSync.add(Files.exists(mark)));
        try (Store store = Store.open(temp.resolve("store"), settings)) {
            store.obtain(LAYER, text("kept"));
            store.settle();
            store.settle();
        }
        assertThat(markedAtSync).containsExactly(false);
        assertThat(mark).exists();
    }

    @Test
    void anEntryReplacedDuringTheSyncIsNotMarked() throws Exception {
        List<Store> opened = new ArrayList<>();
        StoreSettings settings = new StoreSettings(
                InstantSource.system(), ProcessIdentity.self(), "boot1", folder -> replace(opened.getFirst()));
        try (Store store = Store.open(temp.resolve("store"), settings)) {
            opened.add(store);
            store.obtain(LAYER, text("old"));
            store.settle();
            assertThat(store.layout().durable(LAYER.entry())).doesNotExist();
        }
    }

    private static void replace(Store store) throws IOException {
        try {
            store.discard(LAYER.entry());
            store.obtain(LAYER, text("new"));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void layersAreReadOnlyAndEnvironmentsAreNot() throws Exception {
        try (Store store = open()) {
            Path layer = store.obtain(LAYER, text("x"));
            Path environment = store.obtain(ENVIRONMENT, text("x"));
            store.settle();
            for (String inside : List.of("", "folder", "folder/file")) {
                assertThat(permissions(layer.resolve(inside))).doesNotContain("w");
                assertThat(permissions(environment.resolve(inside))).contains("w");
            }
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void anEnvironmentHasAShortPathAndKnowsWhereItWillLive() throws Exception {
        try (Store store = open()) {
            Path[] announced = new Path[1];
            Path built = store.obtain(ENVIRONMENT, staging -> {
                announced[0] = staging.published();
                return 0;
            });
            assertThat(built).isEqualTo(announced[0]);
            String digits = ENVIRONMENT.digest().hex();
            assertThat(temp.resolve("store").relativize(built))
                    .hasToString("environments-v1/" + digits.substring(0, 2) + "/" + digits.substring(2, 32));
        }
    }

    @Test
    void theSealTellsWhatIsKnown() throws Exception {
        try (Store store = open(NOON, "boot1")) {
            store.obtain(ENVIRONMENT, staging -> {
                staging.reference(LAYER);
                return 42;
            });
            assertThat(store.seal(ENVIRONMENT.entry()))
                    .contains(new Seal(NOON, 42, "boot1", false, List.of(LAYER.entry())));
        }
    }

    @Test
    void aBrokenSealIsNoSeal() throws Exception {
        for (String text : List.of("", "{", "[]", "{}", "{\"boot\":\"a\",\"created\":\"yesterday\"}")) {
            assertThat(Seal.parse(text)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void useIsRecordedAtMostOncePerMinute() throws Exception {
        try (Store store = open(NOON, "boot1")) {
            store.obtain(LAYER, text("x"));
        }
        Path seal = new StoreLayout(temp.resolve("store")).seal(LAYER.entry());
        try (Store store = open(NOON.plusSeconds(60), "boot1")) {
            store.find(LAYER);
            assertThat(Files.getLastModifiedTime(seal)).isEqualTo(FileTime.from(NOON));
        }
        try (Store store = open(NOON.plusSeconds(61), "boot1")) {
            store.find(LAYER);
            assertThat(Files.getLastModifiedTime(seal)).isEqualTo(FileTime.from(NOON.plusSeconds(61)));
        }
    }

    @Test
    void contentThatUsesTheStoresOwnNamesIsRefused() throws Exception {
        try (Store store = open()) {
            assertThatThrownBy(() -> store.obtain(LAYER, staging -> {
                        Files.writeString(staging.directory().resolve(".durable"), "");
                        return 0;
                    }))
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.ARCHIVE_REFUSED))
                    .hasMessage("the content of `" + LAYER + "` has the name `.durable`, which the store needs itself");
            assertThat(store.layout().temporary()).isEmptyDirectory();
        }
    }

    @Test
    void aNewStoreIsPrivateAndTaggedAsCache() throws Exception {
        try (Store store = open()) {
            assertThat(permissions(store.layout().root())).isEqualTo("rwx------");
            assertThat(Files.readString(store.layout().root().resolve("CACHEDIR.TAG")))
                    .startsWith("Signature: 8a477f597d28d172789f06886806bc55\n");
            assertThat(store.layout().format()).hasContent("milieu-store 1\n");
        }
    }

    @Test
    void aStoreOfAnotherVersionIsNotTouched() throws Exception {
        Path root = Files.createDirectory(temp.resolve("store"));
        Files.writeString(root.resolve("FORMAT"), "milieu-store 2\n");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.STORE_FORMAT))
                .hasMessage("the store `" + root
                        + "` has the format `milieu-store 2`, this version understands `milieu-store 1`");
        assertThat(Scratch.children(root)).containsExactly(root.resolve("FORMAT"));
    }

    @Test
    void aFolderWithOtherThingsInItDoesNotBecomeAStore() throws Exception {
        Path root = Files.createDirectory(temp.resolve("store"));
        Files.writeString(root.resolve("thesis.tex"), "");
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.PATH_INVALID))
                .hasMessage("`" + root + "` is not a store of Milieu and not empty: it has `thesis.tex`");
    }

    @Test
    void aStoreThatAnotherProcessLaysAndFillsMeanwhileIsNotRefused() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 300; i++) {
                StoreLayout layout = new StoreLayout(temp.resolve("store" + i));
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> faster = threads.submit(() -> {
                    start.await();
                    Foundation.lay(layout, "1");
                    Files.createDirectory(layout.root().resolve("wheels-v1"));
                    return null;
                });
                Future<?> slower = threads.submit(() -> {
                    start.await();
                    Foundation.lay(layout, "2");
                    return null;
                });
                faster.get();
                slower.get();
            }
        }
    }
}
