package io.milieu.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two stores on one folder stand for two processes: file locks keep them apart in the same way. */
@Timeout(30)
class GateTest {
    @TempDir
    Path temp;

    @Test
    void theCollectorDoesNotPassWhileAUserIsInsideAndPassesAfterwards() throws Exception {
        try (Store user = StoreFixture.real(temp.resolve("store"));
                Store collector = StoreFixture.real(temp.resolve("store"))) {
            assertThat(user.gate().shared(() -> collector.gate().alone(() -> true)))
                    .isEmpty();
            assertThat(collector.gate().alone(() -> true)).contains(true);
        }
    }

    @Test
    void usersWaitWhileTheCollectorIsInside() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicBoolean left = new AtomicBoolean();
        try (Store user = StoreFixture.real(temp.resolve("store"));
                Store collector = StoreFixture.real(temp.resolve("store"))) {
            Thread.ofPlatform()
                    .start(new FutureTask<>(() -> collector.gate().alone(() -> {
                        inside.countDown();
                        leave.await();
                        left.set(true);
                        return true;
                    })));
            inside.await();
            FutureTask<Boolean> entered = new FutureTask<>(() -> user.gate().shared(left::get));
            Thread waiting = Thread.ofPlatform().start(entered);
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            leave.countDown();
            assertThat(entered.get()).isTrue();
        }
    }

    @Test
    void usersOfOneProcessPassTogether() throws Exception {
        try (Store store = StoreFixture.real(temp.resolve("store"))) {
            FutureTask<Boolean> second = new FutureTask<>(() -> store.gate().shared(() -> true));
            assertThat(store.gate().shared(() -> {
                        Thread.startVirtualThread(second);
                        return await(second);
                    }))
                    .isTrue();
        }
    }

    private static boolean await(FutureTask<Boolean> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
