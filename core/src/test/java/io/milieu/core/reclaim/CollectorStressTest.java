package io.milieu.core.reclaim;

import static io.milieu.core.store.StoreFixture.environment;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.lease.Holder;
import io.milieu.core.lease.Lease;
import io.milieu.core.lease.Leases;
import io.milieu.core.lease.Pin;
import io.milieu.core.lease.Pins;
import io.milieu.core.posix.ChildJvm;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Store;
import io.milieu.core.store.StoreFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CollectorStressTest {
    private static final int WORKERS = 4;
    private static final int ROUNDS = 60;
    private static final ReclaimPolicy GREEDY = new ReclaimPolicy(0, Optional.empty(), Duration.ZERO);

    @TempDir
    Path temp;

    /** Collects all it can until its input ends, then says how much that was. */
    static final class Collector {
        public static void main(String[] arguments) throws Exception {
            try (Store store = StoreFixture.real(Path.of(arguments[0]))) {
                System.out.println("ready");
                AtomicBoolean ended = new AtomicBoolean();
                Thread.ofPlatform().daemon().start(() -> ended.set(endOfInput()));
                System.out.println(collect(store, ended));
            }
        }

        private static boolean endOfInput() {
            try {
                return System.in.read() < 0;
            } catch (java.io.IOException e) {
                return true;
            }
        }

        static int collect(Store store, AtomicBoolean ended) throws InterruptedException {
            int removed = 0;
            while (!ended.get()) {
                removed += new Reclaimer(store).reclaim(GREEDY).removed().size();
            }
            return removed;
        }
    }

    @Test
    void collectorsOfTwoProcessesNeverTakeWhatIsUsed() throws Exception {
        Path root = temp.resolve("store");
        AtomicBoolean ended = new AtomicBoolean();
        Process child = ChildJvm.of(Collector.class, root.toString()).start();
        var output = child.inputReader();
        assertThat(output.readLine()).isEqualTo("ready");
        try (Store store = StoreFixture.real(root)) {
            FutureTask<Integer> collector = new FutureTask<>(() -> Collector.collect(store, ended));
            Thread.startVirtualThread(collector);
            List<FutureTask<Void>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                int seed = worker;
                workers.add(new FutureTask<>(() -> work(store, seed), null));
                Thread.ofPlatform().start(workers.getLast());
            }
            for (FutureTask<Void> worker : workers) {
                worker.get();
            }
            ended.set(true);
            child.getOutputStream().close();
            assertThat(collector.get() + Integer.parseInt(output.readLine())).isPositive();
            assertThat(StoreCheck.of(store)).isEmpty();
        }
    }

    private static void work(Store store, int seed) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                useOneEnvironment(store, (seed + round) % 5);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the pipeline does: pin, obtain the layers, obtain the environment, lease it, let the pin go, work. */
    private static void useOneEnvironment(Store store, int number) throws InterruptedException {
        List<LayerKey> layers = List.of(layer("l" + number), layer("l" + (number + 1)), layer("l" + (number + 2)));
        Lease lease;
        try (Pin _ = new Pins(store).pin(layers)) {
            for (LayerKey key : layers) {
                store.obtain(key, text("content"));
            }
            lease = leased(store, environment("e" + number), layers.toArray(LayerKey[]::new));
        }
        assertThat(store.layout().entry(lease.entry()).resolve("folder/file")).hasContent("content");
        for (LayerKey key : layers) {
            assertThat(store.layout().entry(key.entry()).resolve("folder/file")).hasContent("content");
        }
        new Leases(store).release(lease);
    }

    private static Lease leased(Store store, LayerKey key, LayerKey... layers) throws InterruptedException {
        while (true) {
            store.obtain(key, text("content", layers));
            Optional<Lease> lease = new Leases(store).acquire(key, Holder.self());
            if (lease.isPresent()) {
                return lease.get();
            }
        }
    }
}
