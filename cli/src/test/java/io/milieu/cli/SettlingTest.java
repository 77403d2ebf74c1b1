package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.Deployment;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.lease.Holder;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.posix.Subprocess;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens between the first worker of an environment and its byte code. */
class SettlingTest {
    private static final String SWITCH = "PYTHONDONTWRITEBYTECODE";

    private final IndexServer index = TwelvePackages.serve();
    private Path root;
    private Milieu milieu;
    private Environment environment;

    @BeforeEach
    void newEnvironment(@TempDir Path folder) throws Exception {
        root = folder.resolve("store");
        milieu = Milieu.open(root, TwelvePackages.variables(), InstantSource.system());
        environment = prepare("pkg1", "pkg2", "pkg3");
    }

    @AfterEach
    void close() {
        milieu.store().close();
        index.close();
    }

    @Test
    void workersWriteNoByteCodeUntilAllOfItIsThere() throws Exception {
        String recorded = environment.launch().toJson().toString();
        assertThat(command(Map.of()).variables()).containsEntry(SWITCH, "1");
        importAll();
        assertThat(compiled()).isEmpty();
        assertThat(milieu.isSettled(environment)).isFalse();

        milieu.settle(environment);

        assertThat(milieu.isSettled(environment)).isTrue();
        assertThat(compiled()).hasSize(12);
        assertThat(command(Map.of()).variables()).doesNotContainKey(SWITCH);
        importAll();
        assertThat(compiled()).hasSize(12);
        assertThat(Environment.read(environment.directory()).launch().toJson()).hasToString(recorded);
    }

    @Test
    void theSpecsOwnSettingWins() throws Exception {
        assertThat(command(Map.of(SWITCH, "")).variables()).containsEntry(SWITCH, "");
        milieu.settle(environment);
        assertThat(command(Map.of(SWITCH, "yes")).variables()).containsEntry(SWITCH, "yes");
    }

    @Test
    void whatWasReclaimedIsNeitherDeployedNorSettled() throws Exception {
        new Reclaimer(milieu.store()).remove(environment.id().key().entry());
        assertThat(deploy(Map.of())).isEmpty();
        milieu.settle(environment);
        assertThat(milieu.isSettled(environment)).isFalse();
        assertThat(environment.directory()).doesNotExist();
        assertThat(StoreCheck.of(milieu.store())).isEmpty();
    }

    @Test
    void anEnvironmentIsSettledByItselfThoughItsLayersAreKnownFromAnother() throws Exception {
        Environment second = prepare("pkg2", "pkg3", "pkg4");
        milieu.settle(environment);
        assertThat(milieu.isSettled(second)).isFalse();
        milieu.settle(second);
        assertThat(milieu.isSettled(second)).isTrue();
    }

    @Test
    void anotherProcessSettlesWhatThisOneMade() throws Exception {
        milieu.store().close();
        milieu = Milieu.open(root, TwelvePackages.variables(), InstantSource.system());
        Environment found = milieu.environment(environment.id().name());
        milieu.settle(found);
        assertThat(milieu.isSettled(found)).isTrue();
    }

    @Test
    void manyWhoSettleAtOnceDoNotHurtEachOther() throws Exception {
        Environment second = prepare("pkg3", "pkg4", "pkg5");
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (Environment each : List.of(environment, second)) {
                all.add(() -> {
                    milieu.settle(each);
                    return null;
                });
            }
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> each : threads.invokeAll(all)) {
                each.get();
            }
        }
        assertThat(milieu.isSettled(environment)).isTrue();
        assertThat(milieu.isSettled(second)).isTrue();
        assertThat(StoreCheck.of(milieu.store())).isEmpty();
        assertThat(milieu.store().layout().temporary()).isEmptyDirectory();
    }

    private Environment prepare(String... packages) throws InterruptedException {
        return milieu.pipeline()
                .prepare(request(packages), BuildListener.none())
                .await();
    }

    private EnvironmentRequest request(String... packages) {
        return TwelvePackages.request(index.uri().toString(), List.of(packages), LinkMode.SYMLINK);
    }

    private LaunchCommand command(Map<String, String> envVars) throws InterruptedException {
        return deploy(envVars).orElseThrow().command();
    }

    private Optional<Deployment> deploy(Map<String, String> envVars) throws InterruptedException {
        RuntimeEnv spec = RuntimeEnv.of(
                JsonValue.object().put("env_vars", JsonValue.ofStrings(envVars)).build());
        String imports = "import pkg1, pkg2.sub.m1, pkg3.sub.m2, shared_namespace.pkg1, shared_namespace.pkg3";
        WorkerRequest worker =
                new WorkerRequest(List.of("python", "-c", imports), TwelvePackages.variables(), Path.of("/"));
        return milieu.pipeline().deploy(environment, spec, worker, new VirtualenvIsolation(), Holder.self());
    }

    private void importAll() throws IOException, InterruptedException {
        LaunchCommand command = command(Map.of());
        Subprocess.Outcome outcome =
                new Subprocess(command.argv(), command.variables(), command.directory()).run(Duration.ofMinutes(1));
        assertThat(outcome.exitCode()).as(outcome.tail()).isZero();
    }

    private List<Path> compiled() throws IOException {
        try (var all = Files.walk(root.resolve("wheels-v1"))) {
            return all.filter(file -> file.toString().endsWith(".pyc")).toList();
        }
    }
}
