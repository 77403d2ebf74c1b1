package io.milieu.core.store;

import static io.milieu.core.store.StoreFixture.forbidden;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.posix.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProcessesTest {
    private static final LayerKey KEY = layer("shared");

    @TempDir
    Path temp;

    /** Says that it builds, and goes on when it is told to. */
    static final class SlowBuilder {
        public static void main(String[] arguments) throws Exception {
            try (Store store = StoreFixture.real(Path.of(arguments[0]))) {
                Path path = store.obtain(KEY, staging -> {
                    System.out.println("building");
                    long size = text("by the child").produce(staging);
                    if (System.in.read() < 0) {
                        throw new IOException("no answer");
                    }
                    return size;
                });
                System.out.println(path);
            }
        }
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void twoProcessesBuildOnce() throws Exception {
        Path root = temp.resolve("store");
        Process child = ChildJvm.of(SlowBuilder.class, root.toString()).start();
        BufferedReader output = output(child);
        assertThat(output.readLine()).isEqualTo("building");
        try (Store store = StoreFixture.real(root)) {
            FutureTask<Path> result = new FutureTask<>(() -> store.obtain(KEY, forbidden()));
            Thread waiter = Thread.ofPlatform().start(result);
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            child.getOutputStream().write('\n');
            child.getOutputStream().close();
            assertThat(result.get().resolve("folder/file")).hasContent("by the child");
            assertThat(output.readLine()).isEqualTo(result.get().toString());
            assertThat(child.waitFor()).isZero();
        }
    }

    @Test
    void aKilledBuilderIsReplacedByTheProcessThatWaits() throws Exception {
        Path root = temp.resolve("store");
        Process child = ChildJvm.of(SlowBuilder.class, root.toString()).start();
        assertThat(output(child).readLine()).isEqualTo("building");
        try (Store store = StoreFixture.real(root)) {
            FutureTask<Path> result = new FutureTask<>(() -> store.obtain(KEY, text("by the parent")));
            Thread waiter = Thread.ofPlatform().start(result);
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            child.destroyForcibly().waitFor();
            assertThat(result.get().resolve("folder/file")).hasContent("by the parent");
            assertThat(store.scratch().leftovers()).hasSize(1);
            store.scratch().sweep();
            assertThat(store.layout().temporary()).isEmptyDirectory();
        }
    }

    /** Builds one entry after the other and writes a byte at each step. */
    static final class BusyBuilder {
        static final int KEYS = 12;

        public static void main(String[] arguments) throws Exception {
            try (Store store = StoreFixture.at(Path.of(arguments[0]), StoreFixture.NOON)) {
                for (int i = 0; i < KEYS; i++) {
                    store.obtain(layer(arguments[1] + i), staging -> produce(staging, BusyBuilder::step));
                    step();
                    if (i % 4 == 3) {
                        store.settle();
                    }
                }
                step();
            }
        }

        static long produce(Staging staging, Runnable step) throws IOException {
            for (int file = 0; file < 3; file++) {
                step.run();
                Path folder = Files.createDirectory(staging.directory().resolve("folder" + file));
                Files.writeString(folder.resolve("file"), "complete");
            }
            return 24;
        }

        private static void step() {
            System.out.write('.');
            System.out.flush();
        }
    }

    @Test
    void afterKillsAtAnyMomentTheNextRequestJustWorks() throws Exception {
        Path root = temp.resolve("store");
        Random random = new Random(20260501);
        for (int round = 0; round < 20; round++) {
            Process child =
                    ChildJvm.of(BusyBuilder.class, root.toString(), round + "-").start();
            int steps = 1 + random.nextInt(BusyBuilder.KEYS * 4);
            assertThat(child.getInputStream().readNBytes(steps)).hasSize(steps);
            child.destroyForcibly().waitFor();
            try (Store store = StoreFixture.at(root, StoreFixture.NOON)) {
                assertThat(store.layout().temporary()).isEmptyDirectory();
                for (int i = 0; i < BusyBuilder.KEYS; i++) {
                    assertComplete(store.find(layer(round + "-" + i)).orElse(null));
                    assertComplete(
                            store.obtain(layer(round + "-" + i), staging -> BusyBuilder.produce(staging, () -> {})));
                }
            }
        }
    }

    private static void assertComplete(@Nullable Path entry) {
        for (int file = 0; entry != null && file < 3; file++) {
            assertThat(entry.resolve("folder" + file + "/file")).hasContent("complete");
        }
    }
}
