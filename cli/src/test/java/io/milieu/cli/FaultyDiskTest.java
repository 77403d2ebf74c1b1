package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.milieu.core.Deployment;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.lease.Holder;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.reclaim.Finding;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.core.store.Scratch;
import io.milieu.testkit.FaultyFiles;
import io.milieu.testkit.FileFailure;
import io.milieu.testkit.FileOperation;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole request, from an empty store to a settled environment, on a disk that stops at some operation. */
class FaultyDiskTest {
    /** How many operations are tried, evenly spread over all. */
    private static final int POINTS = 25;

    @TempDir
    Path temp;

    private final FaultyFiles files = new FaultyFiles();
    private final IndexServer index = TwelvePackages.serve();
    private final EnvironmentRequest request =
            TwelvePackages.request(index.uri().toString(), List.of("pkg1", "pkg2", "pkg3"), LinkMode.AUTO);
    private int operations;

    @BeforeEach
    void countOperations() throws Exception {
        files.heal();
        live(files.root(temp.resolve("whole")));
        operations = files.operations().size();
        assertThat(operations).isGreaterThan(200);
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void afterACrashAtAnyOperationNothingIsBrokenAndTheRequestWorks() throws Exception {
        for (int point = 0; point < POINTS; point++) {
            int n = operations * point / POINTS;
            Path root = temp.resolve("store" + point);
            files.crashAfter(n);
            Throwable end = catchThrowable(() -> live(files.root(root)));
            assertThat(end)
                    .as("crash at %s", n)
                    .satisfiesAnyOf(
                            crash -> assertThat(crash).isInstanceOf(SimulatedCrash.class),
                            crash -> assertThat(crash).hasRootCauseInstanceOf(SimulatedCrash.class));
            files.heal();
            assertThat(findings(root)).as("crash at %s", n).isEmpty();
            live(root);
            assertThat(findings(root)).as("after the crash at %s", n).isEmpty();
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNothingHalfBuilt() throws Exception {
        for (int point = 0; point < POINTS; point++) {
            int n = operations * point / POINTS;
            Path root = temp.resolve("store" + point);
            AtomicInteger before = new AtomicInteger();
            files.failWhen(operation -> needsSpace(operation) && before.incrementAndGet() > n, FileFailure.ENOSPC);
            Throwable end = catchThrowable(() -> live(files.root(root)));
            boolean wasFull = before.get() > n;
            files.heal();
            if (!wasFull) {
                assertThat(point).isGreaterThan(POINTS / 2);
                break;
            }
            assertThat(end)
                    .as("full at %s", n)
                    .isInstanceOfSatisfying(
                            MilieuException.class,
                            told -> assertThat(told.code())
                                    .as(told.getMessage())
                                    .isEqualTo(CoreError.DISK_FULL));
            assertThat(findings(root)).as("full at %s", n).isEmpty();
            assertThat(Scratch.children(root.resolve("tmp")))
                    .as("full at %s", n)
                    .isEmpty();
            live(root);
            assertThat(findings(root)).as("after the disk was full at %s", n).isEmpty();
        }
    }

    /** All of one request's life. */
    private void live(Path root) throws IOException, InterruptedException {
        Milieu milieu = Milieu.open(root, TwelvePackages.variables(), InstantSource.system());
        try {
            Environment environment =
                    milieu.pipeline().prepare(request, BuildListener.none()).await();
            WorkerRequest worker = new WorkerRequest(List.of("python"), TwelvePackages.variables(), Path.of("/"));
            Deployment deployment = milieu.pipeline()
                    .deploy(environment, request.spec(), worker, new VirtualenvIsolation(), Holder.self())
                    .orElseThrow();
            milieu.settle(environment);
            milieu.leases().release(deployment.lease());
            assertThat(milieu.isSettled(environment)).isTrue();
        } finally {
            milieu.store().close();
        }
    }

    private static List<Finding> findings(Path root) {
        Milieu milieu = Milieu.open(root, TwelvePackages.variables(), InstantSource.system());
        try {
            return StoreCheck.of(milieu.store());
        } finally {
            milieu.store().close();
        }
    }

    private static boolean needsSpace(FileOperation operation) {
        return switch (operation.kind()) {
            case OPEN, WRITE, DIRECTORY, LINK, SYMLINK -> true;
            case SYNC, MOVE, ATTRIBUTE, DELETE -> false;
        };
    }
}
