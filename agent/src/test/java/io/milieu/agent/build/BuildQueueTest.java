package io.milieu.agent.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Node;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildQueueTest {
    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final GatedPart part = new GatedPart();
    private final BlockingQueue<Environment> cared = new LinkedBlockingQueue<>();
    private Milieu milieu;
    private BuildQueue queue;

    @BeforeEach
    void open() {
        milieu = Milieu.open(
                folder.resolve("store"), List.of(part), new Node(folder.resolve("caches"), Map.of(), clock));
        queue = new BuildQueue(milieu.pipeline(), clock, 2, cared::add);
    }

    @AfterEach
    void close() {
        queue.close();
        milieu.close();
    }

    @Test
    void manyThatWantTheSameShareOneBuild() throws InterruptedException {
        try (Ticket one = worker("a", "job 1");
                Ticket other = worker("a", "job 2")) {
            assertThat(other.build()).isSameAs(one.build());
            part.open("a");
            assertThat(one.await()).isEqualTo(other.await());
        }
        assertThat(part.begun).containsExactly("a");
        assertThat(cared.take().id().name()).isNotEmpty();
    }

    @Test
    void noMoreRunThanThereAreSlots() throws InterruptedException {
        try (Ticket a = worker("a", "job");
                Ticket b = worker("b", "job");
                Ticket c = worker("c", "job")) {
            assertThat(List.of(part.begun.take(), part.begun.take())).containsExactlyInAnyOrder("a", "b");
            assertThat(c.build().state()).isEqualTo(Build.State.QUEUED);
            assertThat(c.build().progress()).isEqualTo("waiting for its turn");
            part.open("a");
            a.await();
            assertThat(part.begun.take()).isEqualTo("c");
            part.open("b");
            part.open("c");
            assertThat(b.await()).isNotEqualTo(c.await());
        }
    }

    @Test
    void aWorkerGoesBeforeAnEagerInstallAndATurnToWhoHasFewest() throws InterruptedException {
        try (Ticket a = worker("a", "busy");
                Ticket b = worker("b", "busy");
                Ticket eager = queue.enter(request("eager"), "early", Priority.EAGER, BuildListener.none());
                Ticket more = worker("more", "busy");
                Ticket other = worker("other", "new")) {
            part.begun.take();
            part.begun.take();
            part.open("a");
            assertThat(part.begun.take()).isEqualTo("other");
            part.open("b");
            assertThat(part.begun.take()).isEqualTo("more");
            part.open("other");
            assertThat(part.begun.take()).isEqualTo("eager");
            List.of("more", "eager").forEach(part::open);
            for (Ticket each : List.of(a, b, eager, more, other)) {
                each.await();
            }
        }
    }

    @Test
    void aBuildThatAWorkerJoinsIsAsUrgentAsTheWorker() throws InterruptedException {
        try (Ticket a = worker("a", "busy");
                Ticket b = worker("b", "busy");
                Ticket first = queue.enter(request("first"), "early", Priority.EAGER, BuildListener.none());
                Ticket second = queue.enter(request("second"), "early", Priority.EAGER, BuildListener.none());
                Ticket joined = worker("second", "new")) {
            part.begun.take();
            part.begun.take();
            part.open("a");
            assertThat(part.begun.take()).isEqualTo("second");
            List.of("b", "first", "second").forEach(part::open);
            assertThat(joined.await()).isEqualTo(second.await());
            first.await();
            a.await();
            b.await();
        }
    }

    @Test
    void whenTheLastHasLeftTheBuildIsCancelled() throws InterruptedException {
        Ticket one = worker("a", "job 1");
        Ticket other = worker("a", "job 2");
        part.begun.take();
        one.close();
        one.close();
        assertThat(queue.active()).hasSize(1);
        other.close();
        assertFails(other, CoreError.CANCELLED);
        // Nothing of it is remembered.
        try (Ticket again = worker("a", "job 3")) {
            part.open("a");
            again.await();
        }
    }

    @Test
    void whoWaitsForATurnMayLeaveToo() throws InterruptedException {
        try (Ticket a = worker("a", "job");
                Ticket b = worker("b", "job")) {
            Ticket c = worker("c", "job");
            c.close();
            assertFails(c, CoreError.CANCELLED);
            part.open("a");
            part.open("b");
            a.await();
            b.await();
        }
        assertThat(part.begun).doesNotContain("c");
    }

    @Test
    void aBuildIsCancelledById() throws InterruptedException {
        try (Ticket a = worker("a", "job")) {
            part.begun.take();
            assertThat(queue.cancel("none")).isFalse();
            assertThat(queue.cancel(a.build().id())).isTrue();
            assertFails(a, CoreError.CANCELLED);
        }
    }

    @Test
    void whatWasThereAMomentAgoIsNotLookedForAgain() throws InterruptedException {
        part.open("a");
        try (Ticket a = worker("a", "job")) {
            a.await();
        }
        try (Ticket again = worker("a", "job")) {
            assertThat(again.build().state()).isEqualTo(Build.State.READY);
        }
        assertThat(part.inspected).hasValue(1);
        cared.take();
        clock.advance(Answers.FRESH);
        try (Ticket meanwhile = worker("a", "job")) {
            assertThat(meanwhile.build().state()).isEqualTo(Build.State.READY);
        }
        // Somebody looks again, and nobody has waited for that.
        cared.take();
        assertThat(part.inspected).hasValue(2);
        clock.advance(Answers.SUCCESS);
        try (Ticket later = worker("a", "job")) {
            later.await();
        }
        assertThat(part.inspected).hasValue(3);
    }

    @Test
    void whatWasThereBeforeNeedsNoSlot() throws InterruptedException {
        part.open("known");
        try (Ticket known = worker("known", "job")) {
            known.await();
        }
        clock.advance(Answers.SUCCESS);
        try (Ticket a = worker("a", "job");
                Ticket b = worker("b", "job");
                Ticket known = worker("known", "job")) {
            assertThat(known.await(Duration.ofSeconds(30))).isPresent();
            part.open("a");
            part.open("b");
            a.await();
            b.await();
        }
    }

    @Test
    void aFailureIsRememberedForAMomentOnly() throws InterruptedException {
        part.open("broken");
        try (Ticket first = worker("broken", "job")) {
            assertFails(first, CoreError.DEFECT);
        }
        try (Ticket second = worker("broken", "job")) {
            assertThat(second.build().state()).isEqualTo(Build.State.FAILED);
        }
        clock.advance(Answers.FAILURE);
        try (Ticket third = worker("broken", "job")) {
            assertFails(third, CoreError.DEFECT);
        }
        assertThat(part.begun).containsExactly("broken", "broken");
    }

    @Test
    void whoWantsItAnewIsNotGivenWhatIsRemembered() throws InterruptedException {
        part.open("broken");
        try (Ticket first = worker("broken", "job")) {
            assertFails(first, CoreError.DEFECT);
        }
        try (Ticket anew = queue.enter(request("broken").refreshed(), "job", Priority.WORKER, BuildListener.none())) {
            assertFails(anew, CoreError.DEFECT);
        }
        assertThat(part.begun).hasSize(2);
    }

    @Test
    void aClosedQueueTellsAllWhoWait() throws InterruptedException {
        Ticket running = worker("a", "job");
        part.begun.take();
        queue.close();
        assertFails(running, CoreError.CANCELLED);
        assertFails(worker("b", "job"), CoreError.CANCELLED);
    }

    private Ticket worker(String name, String requester) {
        return queue.enter(request(name), requester, Priority.WORKER, BuildListener.none());
    }

    private EnvironmentRequest request(String name) {
        return new EnvironmentRequest(RuntimeEnv.parse("{\"pip\": [\"" + name + "\"]}"), PlanOptions.DEFAULTS, folder);
    }

    private static void assertFails(Ticket ticket, CoreError code) {
        assertThatThrownBy(ticket::await)
                .isInstanceOfSatisfying(
                        MilieuException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
