package io.milieu.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.base.Digest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildEvent.Stage;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.plan.EnvironmentId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BuildHandleTest {
    private static final Duration NO_LIMIT = Duration.ofSeconds(-1);
    private static final Environment MADE =
            new Environment(new EnvironmentId(Digest.ofText("made")), Path.of("/env"), new JsonObject(Map.of()));
    private static final BuildEvent RESOLVING = new BuildEvent.StageStarted(Stage.RESOLVE);
    private static final BuildEvent READY = new BuildEvent.Ready(MADE.id().brief());

    private final List<BuildEvent> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private BuildHandle start(BuildHandle.Work work) {
        return BuildHandle.start(work, NO_LIMIT, events::add);
    }

    /** Says that it resolves and waits until the test lets it end or it is interrupted. */
    private Environment waiting(BuildListener listener) throws InterruptedException {
        listener.on(RESOLVING);
        begun.countDown();
        goOn.await();
        return MADE;
    }

    private static void assertFails(BuildHandle handle, CoreError code, String message) {
        assertThatThrownBy(handle::await)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        MilieuException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void whoWaitsWithPatienceGetsNothingUntilItIsReady() throws Exception {
        BuildHandle handle = start(this::waiting);
        begun.await();
        assertThat(handle.await(Duration.ofMillis(1))).isEmpty();
        assertThat(handle.state()).isEqualTo(BuildHandle.State.RUNNING);
        assertThat(handle.progress()).isEqualTo("resolving");
        goOn.countDown();
        assertThat(handle.await(Duration.ofMinutes(1))).contains(MADE);
        assertThat(handle.await(Duration.ZERO)).contains(MADE);
        assertThat(handle.state()).isEqualTo(BuildHandle.State.READY);
        assertThat(events).containsExactly(RESOLVING, READY);
    }

    @Test
    void patienceAndTheTimeLimitMayBeEndless() throws Exception {
        Duration endless = ChronoUnit.FOREVER.getDuration();
        BuildHandle handle = BuildHandle.start(listener -> MADE, endless, events::add);
        assertThat(handle.await(endless)).contains(MADE);
    }

    @Test
    void everybodyWhoWaitsGetsTheFailureItself() {
        MilieuException failure = new MilieuException(CoreError.FETCH_FAILED, "no luck");
        BuildHandle handle = start(listener -> {
            throw failure;
        });
        assertThatThrownBy(handle::await).isSameAs(failure);
        assertThatThrownBy(() -> handle.await(Duration.ZERO)).isSameAs(failure);
        handle.awaitEnd();
        assertThat(handle.state()).isEqualTo(BuildHandle.State.FAILED);
        assertThat(events).containsExactly(new BuildEvent.Failed(failure));
    }

    @Test
    void aDefectEndsTheBuildToo() {
        BuildHandle handle = start(listener -> {
            throw new AssertionError("never");
        });
        assertFails(handle, CoreError.DEFECT, "the build failed unexpectedly: java.lang.AssertionError: never");
        assertThat(handle.state()).isEqualTo(BuildHandle.State.FAILED);
    }

    @Test
    void aCancelledBuildTellsHowFarItGot() throws Exception {
        BuildHandle handle = start(this::waiting);
        begun.await();
        handle.cancel();
        assertFails(handle, CoreError.CANCELLED, "the build was cancelled: resolving");
        assertThat(handle.state()).isEqualTo(BuildHandle.State.CANCELLED);
        assertThat(events).hasSize(2).first().isEqualTo(RESOLVING);
        assertThat(events.getLast()).isInstanceOf(BuildEvent.Failed.class);
    }

    @Test
    void whateverAnInterruptLooksLikeTheReasonIsTold() throws Exception {
        BuildHandle handle = start(listener -> {
            try {
                return waiting(listener);
            } catch (InterruptedException e) {
                throw new MilieuException(CoreError.IO_FAILED, "the channel was closed");
            }
        });
        begun.await();
        handle.cancel();
        assertFails(handle, CoreError.CANCELLED, "the build was cancelled: resolving");
        assertThat(handle.state()).isEqualTo(BuildHandle.State.CANCELLED);
    }

    @Test
    void anInterruptThatNobodyAskedForCancels() {
        BuildHandle handle = start(listener -> {
            throw new InterruptedException();
        });
        assertFails(handle, CoreError.CANCELLED, "the build was interrupted");
        assertThat(handle.state()).isEqualTo(BuildHandle.State.CANCELLED);
    }

    @Test
    void cancellingAfterTheEndChangesNothing() throws Exception {
        BuildHandle handle = start(listener -> MADE);
        assertThat(handle.await()).isEqualTo(MADE);
        handle.cancel();
        assertThat(handle.await()).isEqualTo(MADE);
        assertThat(handle.state()).isEqualTo(BuildHandle.State.READY);
        assertThat(events).containsExactly(READY);
    }

    @Test
    void aBuildThatWasReadyBeforeItNoticedIsReady() throws Exception {
        BuildHandle handle = start(listener -> {
            try {
                return waiting(listener);
            } catch (InterruptedException e) {
                return MADE;
            }
        });
        begun.await();
        handle.cancel();
        assertThat(handle.await()).isEqualTo(MADE);
        assertThat(handle.state()).isEqualTo(BuildHandle.State.READY);
    }

    @Test
    void theTimeLimitEndsABuild() {
        BuildHandle handle = BuildHandle.start(
                listener -> {
                    goOn.await();
                    return MADE;
                },
                Duration.ZERO,
                events::add);
        assertFails(
                handle,
                CoreError.SETUP_TIMEOUT,
                "the environment was not ready within the timeout of 0 seconds: nothing had begun");
        assertThat(handle.state()).isEqualTo(BuildHandle.State.CANCELLED);
    }

    @Test
    void theFirstReasonToStopIsTold() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        BuildHandle handle = start(listener -> {
            try {
                return waiting(listener);
            } catch (InterruptedException e) {
                listener.on(new BuildEvent.StageStarted(Stage.FETCH));
                stopped.countDown();
                goOn.await();
                throw e;
            }
        });
        begun.await();
        handle.cancel();
        stopped.await();
        handle.cancel();
        goOn.countDown();
        assertFails(handle, CoreError.CANCELLED, "the build was cancelled: resolving");
    }

    @Test
    void whoListensLateHearsTheRestAfterWhoListenedFirst() throws Exception {
        CountDownLatch listened = new CountDownLatch(1);
        BuildEvent.Warning warning = new BuildEvent.Warning("late");
        BuildHandle handle = start(listener -> {
            listener.on(RESOLVING);
            begun.countDown();
            listened.await();
            listener.on(warning);
            return MADE;
        });
        begun.await();
        List<BuildEvent> late = new CopyOnWriteArrayList<>();
        handle.listen(late::add);
        listened.countDown();
        handle.awaitEnd();
        assertThat(events).containsExactly(RESOLVING, warning, READY);
        assertThat(late).containsExactly(warning, READY);
    }

    @Test
    void anInterruptedWaiterLeavesTheBuildAlone() throws Exception {
        BuildHandle handle = start(this::waiting);
        begun.await();
        Thread.currentThread().interrupt();
        assertThatThrownBy(handle::await).isInstanceOf(InterruptedException.class);
        assertThat(handle.state()).isEqualTo(BuildHandle.State.RUNNING);
        goOn.countDown();
        assertThat(handle.await()).isEqualTo(MADE);
    }

    @Test
    void waitingForTheEndKeepsAnInterruptForLater() throws Exception {
        BuildHandle handle = start(this::waiting);
        begun.await();
        Thread.currentThread().interrupt();
        Thread.ofVirtual().start(goOn::countDown);
        handle.awaitEnd();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(handle.state()).isEqualTo(BuildHandle.State.READY);
    }
}
