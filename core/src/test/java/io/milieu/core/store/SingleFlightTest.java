package io.milieu.core.store;

import static io.milieu.core.store.StoreFixture.forbidden;
import static io.milieu.core.store.StoreFixture.layer;
import static io.milieu.core.store.StoreFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SingleFlightTest {
    private static final LayerKey KEY = layer("x");

    @TempDir
    Path temp;

    private Store store;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void open() {
        store = StoreFixture.real(temp.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private record Asker(Thread thread, FutureTask<Path> result) {
        static Asker start(Callable<Path> request) {
            FutureTask<Path> result = new FutureTask<>(request);
            return new Asker(Thread.ofPlatform().start(result), result);
        }

        /** Nothing tells when a thread has begun to wait but its state. */
        void awaitWaiting() {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    private LayerSource held(LayerSource then) {
        return staging -> {
            started.countDown();
            release.await();
            return then.produce(staging);
        };
    }

    @Test
    void concurrentRequestsBuildOnce() throws Exception {
        int requests = 100;
        AtomicInteger builds = new AtomicInteger();
        CountDownLatch asking = new CountDownLatch(requests);
        LayerSource source = staging -> {
            builds.incrementAndGet();
            asking.await();
            return text("hello").produce(staging);
        };
        List<FutureTask<Path>> results = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            FutureTask<Path> result = new FutureTask<>(() -> {
                asking.countDown();
                return store.obtain(KEY, source);
            });
            Thread.startVirtualThread(result);
            results.add(result);
        }
        for (FutureTask<Path> result : results) {
            assertThat(result.get().resolve("folder/file")).hasContent("hello");
        }
        assertThat(builds).hasValue(1);
    }

    @Test
    void ifTheBuilderIsCancelledOneWhoWaitsBuilds() throws Exception {
        Asker builder = Asker.start(() -> store.obtain(KEY, held(forbidden())));
        started.await();
        Asker first = Asker.start(() -> store.obtain(KEY, text("second attempt")));
        Asker second = Asker.start(() -> store.obtain(KEY, text("second attempt")));
        first.awaitWaiting();
        second.awaitWaiting();
        builder.thread().interrupt();
        assertThat(first.result().get().resolve("folder/file")).hasContent("second attempt");
        assertThat(second.result().get()).isEqualTo(first.result().get());
        assertThatThrownBy(() -> builder.result().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(store.layout().temporary()).isEmptyDirectory();
    }

    @Test
    void aBuilderThatReportsCancellationIsReplacedToo() throws Exception {
        Asker builder = Asker.start(() -> store.obtain(KEY, held(staging -> {
            throw new MilieuException(CoreError.CANCELLED, "cancelled");
        })));
        started.await();
        Asker waiter = Asker.start(() -> store.obtain(KEY, text("second attempt")));
        waiter.awaitWaiting();
        release.countDown();
        assertThat(waiter.result().get().resolve("folder/file")).hasContent("second attempt");
        assertThatThrownBy(() -> builder.result().get()).hasRootCauseMessage("cancelled");
    }

    @Test
    void allWhoWaitGetTheFailureAndTheNextRequestTriesAnew() throws Exception {
        Asker builder = Asker.start(() -> store.obtain(KEY, held(staging -> {
            throw new IOException("Input/output error");
        })));
        started.await();
        Asker waiter = Asker.start(() -> store.obtain(KEY, forbidden()));
        waiter.awaitWaiting();
        release.countDown();
        for (Asker asker : List.of(builder, waiter)) {
            assertThatThrownBy(() -> asker.result().get())
                    .cause()
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.IO_FAILED))
                    .hasMessage("cannot build `" + KEY + "`: `" + store.layout().entry(KEY.entry())
                            + "`: Input/output error");
        }
        assertThat(store.layout().temporary()).isEmptyDirectory();
        assertThat(store.obtain(KEY, text("fine")).resolve("folder/file")).hasContent("fine");
    }

    @Test
    void waitingEndsAtOnceWhenTheWaiterIsCancelled() throws Exception {
        Asker builder = Asker.start(() -> store.obtain(KEY, held(text("hello"))));
        started.await();
        Asker waiter = Asker.start(() -> store.obtain(KEY, forbidden()));
        waiter.awaitWaiting();
        waiter.thread().interrupt();
        assertThatThrownBy(() -> waiter.result().get()).hasCauseInstanceOf(InterruptedException.class);
        release.countDown();
        assertThat(builder.result().get().resolve("folder/file")).hasContent("hello");
    }
}
