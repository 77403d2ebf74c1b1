package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.milieu.core.Milieu;
import io.milieu.core.build.BuildHandle;
import io.milieu.core.build.Environment;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.plan.Plan;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.testkit.FakeClock;
import io.milieu.testkit.Fault;
import io.milieu.testkit.Hold;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeWheel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests for the same thing at the same moment, in one process. */
@Timeout(120)
class PlanningTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private Milieu milieu;
    private final Hold hold = new Hold();
    private final IndexServer index = IndexServer.builder()
            .add(wheel("demo", "1.0").requiresDist("dep").make())
            .add(wheel("dep", "2.0").make())
            .start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
        milieu = Milieu.open(door.store(), door.variables(), new FakeClock());
    }

    @AfterEach
    void closeAll() {
        hold.release();
        milieu.close();
        index.close();
    }

    private EnvironmentRequest request(String... packages) {
        RuntimeEnv spec = RuntimeEnv.builder().pip(List.of(packages)).build();
        IndexOptions from = new IndexOptions(index.uri().toString(), List.of(), List.of(), false, false);
        return new EnvironmentRequest(spec, PlanOptions.DEFAULTS.withIndex(from), door.here());
    }

    @Test
    void aRelativeFolderOfLinksIsAnotherOneInAnotherFolder() throws Exception {
        IndexOptions from = new IndexOptions("", List.of(), List.of("./wheels"), true, false);
        for (String version : List.of("1.5", "2.5")) {
            Path folder = Files.createDirectories(door.here().resolve("at-" + version));
            MadeWheel wheel = wheel("local", version).make();
            Files.write(Files.createDirectory(folder.resolve("wheels")).resolve(wheel.fileName()), wheel.bytes());
            EnvironmentRequest request = new EnvironmentRequest(
                    RuntimeEnv.builder().pip(List.of("local")).build(), PlanOptions.DEFAULTS.withIndex(from), folder);
            assertThat(milieu.pipeline().plan(request, BuildListener.none()).layers())
                    .extracting(LayerRecipe::label)
                    .containsExactly("local " + version);
        }
        String[] words = {"plan", "--no-index", "-f", "wheels", "--pip", "local"};
        Files.createSymbolicLink(door.here().resolve("wheels"), Path.of("at-2.5/wheels"));
        assertThat(door.run(words).out()).contains("local 2.5");
    }

    @Test
    void requestsWithDifferentCredentialsShareConnections() throws Exception {
        long before = connectionPools();
        for (String user : List.of("one", "two", "three")) {
            String url = index.uri().toString().replace("://", "://" + user + ":secret@");
            IndexOptions from = new IndexOptions(url, List.of(), List.of(), false, false);
            EnvironmentRequest request = new EnvironmentRequest(
                    RuntimeEnv.builder().pip(List.of("demo")).build(),
                    PlanOptions.DEFAULTS.withIndex(from).withRefresh(true),
                    door.here());
            milieu.pipeline().plan(request, BuildListener.none());
        }
        assertThat(connectionPools() - before).isEqualTo(1);
    }

    private static long connectionPools() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"))
                .count();
    }

    private BuildHandle prepare(String... packages) {
        return milieu.pipeline().prepare(request(packages), BuildListener.none());
    }

    /** One who asks while somebody else resolves the same. */
    private final class Waiter implements BuildListener {
        private final Queue<BuildEvent> events = new ConcurrentLinkedQueue<>();
        private final CountDownLatch resolving = new CountDownLatch(1);
        private final FutureTask<Plan> plan;

        /** Returns when it waits. Nothing tells when a thread has begun to wait but its state. */
        Waiter(String... packages) throws InterruptedException {
            plan = new FutureTask<>(() -> milieu.pipeline().plan(request(packages), this));
            Thread thread = Thread.ofPlatform().start(plan);
            resolving.await();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void on(BuildEvent event) {
            events.add(event);
            resolving.countDown();
        }
    }

    @Test
    void fiftyRequestsAtOnceResolveOnceAndBuildOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Environment>> all = Stream.generate(() -> threads.submit(
                            (Callable<Environment>) () -> prepare("demo").await()))
                    .limit(50)
                    .toList();
            Set<Environment> made = new HashSet<>();
            for (Future<Environment> each : all) {
                made.add(each.get());
            }
            assertThat(made).hasSize(1);
        }
        assertThat(index.requests())
                .extracting(request -> request.path())
                .containsExactlyInAnyOrder(
                        "/simple/demo/",
                        "/files/demo-1.0-py3-none-any.whl.metadata",
                        "/simple/dep/",
                        "/files/dep-2.0-py3-none-any.whl.metadata",
                        "/files/demo-1.0-py3-none-any.whl",
                        "/files/dep-2.0-py3-none-any.whl");
    }

    @Test
    void whoWaitsForAnAnswerIsToldHowItIsFound() throws Exception {
        index.fault("/simple/demo/", hold);
        BuildHandle first = prepare("demo");
        hold.awaitArrivals(1);
        Waiter waiter = new Waiter("demo");
        hold.release();
        assertThat(waiter.plan.get().lock()).isEqualTo(first.await().lock());
        assertThat(waiter.events)
                .startsWith(new BuildEvent.StageStarted(BuildEvent.Stage.RESOLVE))
                .anyMatch(event -> event instanceof BuildEvent.Resolving resolving
                        && resolving.subject().equals("dep"));
        assertThat(waiter.events.stream().reduce((before, last) -> last))
                .containsInstanceOf(BuildEvent.StageFinished.class);
        assertThat(index.count("/simple/demo/")).isEqualTo(1);
    }

    @Test
    void ifTheOneWhoResolvesIsCancelledOneWhoWaitsResolves() throws Exception {
        index.fault("/simple/demo/", hold);
        BuildHandle first = prepare("demo");
        hold.awaitArrivals(1);
        Waiter one = new Waiter("demo");
        Waiter other = new Waiter("demo");
        first.cancel();
        first.awaitEnd();
        hold.awaitArrivals(1);
        hold.release();
        assertThat(one.plan.get().lock()).isEqualTo(other.plan.get().lock());
        assertThat(first.state()).isEqualTo(BuildHandle.State.CANCELLED);
    }

    @Test
    void allWhoWaitGetTheFailureAndTheNextRequestAsksAnew() throws Exception {
        index.fault("/simple/absent/", hold);
        BuildHandle first = prepare("absent");
        hold.awaitArrivals(1);
        Waiter waiter = new Waiter("absent");
        hold.release();
        assertThatThrownBy(first::await).hasMessageContaining("package `absent` was not found");
        assertThatThrownBy(waiter.plan::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("package `absent` was not found");
        assertThat(index.count("/simple/absent/")).isEqualTo(1);
        index.publish(wheel("absent", "1.0").make());
        assertThat(prepare("absent").await().directory()).isDirectory();
    }

    @Test
    void whoResolvesAnewOnPurposeDoesNotTakeTheAnswerOfOneWhoDidNot() throws Exception {
        index.fault("/simple/demo/", hold);
        BuildHandle first = prepare("demo");
        hold.awaitArrivals(1);
        BuildHandle second = milieu.pipeline().prepare(request("demo").refreshed(), BuildListener.none());
        hold.awaitArrivals(1);
        hold.release();
        assertThat(second.await()).isEqualTo(first.await());
    }

    @Test
    void nothingThatIsAskedAheadOutlivesACancelledBuild() throws Exception {
        index.publish(wheel("main", "1.0").requiresDist("slow-one", "slow-two").make());
        index.fault("/simple/slow-*", hold);
        BuildHandle handle = prepare("main");
        hold.awaitArrivals(2);
        assertThat(lookUps()).isTrue();
        handle.cancel();
        handle.awaitEnd();
        assertThat(lookUps()).isFalse();
    }

    @Test
    void nothingThatIsAskedAheadOutlivesAFailure() throws Exception {
        index.fault("/simple/slow/", hold);
        index.fault("/simple/secret/", Fault.status(403));
        assertThatThrownBy(prepare("secret", "slow")::await).hasMessageContaining("refuses access");
        assertThat(lookUps()).isFalse();
    }

    @Test
    void closingEndsConnectionsAndThreads() throws Exception {
        Set<Thread> started = new HashSet<>();
        try (Milieu other = Milieu.open(temp.resolve("other"), door.variables(), new FakeClock())) {
            Set<Thread> before = platformThreads();
            other.pipeline().prepare(request("demo"), BuildListener.none()).await();
            started.addAll(platformThreads());
            started.removeAll(before);
            assertThat(started)
                    .extracting(Thread::getName)
                    .anyMatch(name -> name.startsWith("unpack-"))
                    .anyMatch(name -> name.startsWith("HttpClient-"));
        }
        for (Thread thread : started) {
            if (thread.getName().matches("(unpack|HttpClient)-.*")) {
                assertThat(thread.join(Duration.ofSeconds(30)))
                        .as(thread.getName())
                        .isTrue();
            }
        }
    }

    private static Set<Thread> platformThreads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    @Test
    void cachesHaveOneFolderEach() throws Exception {
        prepare("demo").await();
        assertThat(children("caches")).contains("index-v1", "locks-v1", "interpreters-v1");
        assertThat(children("caches/index-v1")).containsExactlyInAnyOrder("pages", "metadata");
    }

    private List<String> children(String folder) throws IOException {
        try (Stream<Path> all = Files.list(door.store().resolve(folder))) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    /** {@return whether anything is being asked ahead; only a dump tells of virtual threads} */
    private boolean lookUps() throws IOException {
        Path dump = temp.resolve("threads.json").toAbsolutePath();
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
        return Files.readString(dump).contains("\"look-up-");
    }
}
