package io.milieu.cli;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.milieu.core.Milieu;
import io.milieu.core.build.BuildHandle;
import io.milieu.core.build.Environment;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.testkit.FakeClock;
import io.milieu.testkit.FaultyFiles;
import io.milieu.testkit.FileFailure;
import io.milieu.testkit.FileOperation;
import io.milieu.testkit.Hold;
import io.milieu.testkit.IndexServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole library, as a program embeds it. */
@Timeout(120)
class LibraryTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final FakeClock clock = new FakeClock();
    private final IndexServer index =
            IndexServer.builder().add(wheel("demo", "1.0").make()).start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() {
        index.close();
    }

    private Milieu open(Path store) {
        return Milieu.open(store, door.variables(), clock);
    }

    private EnvironmentRequest request() {
        RuntimeEnv spec = RuntimeEnv.builder().pip(List.of("demo")).build();
        IndexOptions from = new IndexOptions(index.uri().toString(), List.of(), List.of(), false, false);
        return new EnvironmentRequest(spec, PlanOptions.DEFAULTS.withIndex(from), door.here());
    }

    private BuildHandle prepare(Milieu milieu) {
        return milieu.pipeline().prepare(request(), BuildListener.none());
    }

    @Test
    void aLockAnswersForItsTimeToLive() throws Exception {
        try (Milieu milieu = open(door.store())) {
            Environment first = prepare(milieu).await();
            index.publish(wheel("demo", "1.1").make());
            clock.advance(Duration.ofHours(24).minusSeconds(1));
            index.clearRequests();
            assertThat(prepare(milieu).await()).isEqualTo(first);
            assertThat(index.requests()).isEmpty();
            clock.advance(Duration.ofSeconds(1));
            assertThat(prepare(milieu).await()).isNotEqualTo(first);
            assertThat(index.requests()).isNotEmpty();
        }
    }

    @Test
    void fiftyRequestsAtOnceBuildOnce() throws Exception {
        try (Milieu milieu = open(door.store());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Hold hold = new Hold();
            index.fault("*.whl", hold);
            List<Future<Environment>> all = Stream.generate(() -> threads.submit(
                            (Callable<Environment>) () -> prepare(milieu).await()))
                    .limit(50)
                    .toList();
            hold.awaitArrivals(1);
            hold.release();
            Set<Environment> made = new HashSet<>();
            for (Future<Environment> each : all) {
                made.add(each.get());
            }
            assertThat(made).hasSize(1);
            assertThat(index.count("*.whl")).isEqualTo(1);
            assertThat(milieu.environments()).hasSize(1);
        }
        door.assertClean();
    }

    @Test
    void aCancelledBuildLeavesNothingHalfMadeAndMayBeAskedForAgain() throws Exception {
        try (Milieu milieu = open(door.store())) {
            Hold hold = new Hold(100);
            index.fault("*.whl", hold);
            BuildHandle handle = prepare(milieu);
            hold.awaitArrivals(1);
            handle.cancel();
            assertThatThrownBy(handle::await)
                    .isInstanceOfSatisfying(
                            MilieuException.class, e -> assertThat(e.code()).isEqualTo(CoreError.CANCELLED))
                    .hasMessageStartingWith("the build was cancelled: 0 of 1 layers were ready");
            assertThat(handle.state()).isEqualTo(BuildHandle.State.CANCELLED);
            assertThat(milieu.environments()).isEmpty();
            assertThat(door.entries("wheels")).isZero();
            assertThat(temporary()).isEmpty();
            hold.release();
            assertThat(prepare(milieu).await().directory()).isDirectory();
        }
        door.assertClean();
    }

    private List<Path> temporary() throws Exception {
        try (Stream<Path> left = Files.list(door.store().resolve("tmp"))) {
            return left.toList();
        }
    }

    private MilieuException failing(FaultyFiles files, Milieu milieu, String place, FileFailure failure)
            throws Exception {
        files.failWhen(
                operation -> operation.kind() != FileOperation.Kind.DELETE
                        && operation.path().toString().contains(place),
                failure);
        try {
            return assertThrows(MilieuException.class, () -> prepare(milieu).await());
        } finally {
            files.heal();
        }
    }

    @Test
    void aFullDiskAndMissingPermissionsAreToldAsSuchAndOvercome() throws Exception {
        FaultyFiles files = new FaultyFiles();
        try (Milieu milieu = open(files.root(door.store()))) {
            assertThat(milieu.pipeline().plan(request(), BuildListener.none()).layers())
                    .hasSize(1);
            MilieuException full = failing(files, milieu, "demo-1.0-py3-none-any.whl", FileFailure.ENOSPC);
            assertThat(full.code()).isEqualTo(CoreError.DISK_FULL);
            assertThat(full)
                    .hasMessageMatching(
                            "the disk is full: cannot write a download: `.*/demo-1\\.0-py3-none-any\\.whl`");
            assertThat(full.hints().getFirst()).isEqualTo("Remove what no worker uses: `milieu gc`.");
            MilieuException refused = failing(files, milieu, "demo-1.0-py3-none-any.whl", FileFailure.EACCES);
            assertThat(refused.code()).isEqualTo(CoreError.PERMISSION_DENIED);
            assertThat(refused)
                    .hasMessageMatching("no permission: cannot write a download: `.*/demo-1\\.0-py3-none-any\\.whl`");
            assertThat(milieu.environments()).isEmpty();
            assertThat(prepare(milieu).await().directory()).isDirectory();
        }
        door.assertClean();
    }

    @Test
    void aDiskThatIsFullBeforeAnythingIsKnownIsToldAsSuch() throws Exception {
        FaultyFiles files = new FaultyFiles();
        try (Milieu milieu = open(files.root(door.store()))) {
            MilieuException full = failing(files, milieu, "/caches/", FileFailure.ENOSPC);
            assertThat(full.code()).isEqualTo(CoreError.DISK_FULL);
        }
    }

    @Test
    void theBudgetIsKeptOnceAnHour() throws Exception {
        FrontDoor narrow = door.and("MILIEU_MAX_SIZE", "0");
        try (Milieu milieu = Milieu.open(door.store(), narrow.variables(), clock)) {
            prepare(milieu).await();
            clock.advance(Duration.ofMinutes(10));
            assertThat(milieu.keepBudget().orElseThrow().removed()).hasSize(2);
            prepare(milieu).await();
            clock.advance(Duration.ofMinutes(59));
            assertThat(milieu.keepBudget()).isEmpty();
            clock.advance(Duration.ofMinutes(2));
            assertThat(milieu.keepBudget().orElseThrow().removed()).hasSize(2);
        }
    }
}
