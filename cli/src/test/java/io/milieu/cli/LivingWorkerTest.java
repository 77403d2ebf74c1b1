package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.ReclaimResult;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.testkit.StubWorker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gc --max-size 0}, an hour after everything was used, while a worker still works in its environment. */
class LivingWorkerTest {
    private static final ReclaimPolicy NOTHING_STAYS = ReclaimPolicy.STANDARD.withMaxBytes(0);

    private Path store;
    private Path code;
    private Path modules;

    @BeforeEach
    void someCode(@TempDir Path folder) throws IOException {
        store = folder.resolve("store");
        code = Files.createDirectory(folder.resolve("code"));
        Files.writeString(code.resolve("train.py"), "print('training')\n");
        modules = Files.createDirectory(folder.resolve("modules"));
        Files.writeString(modules.resolve("tool.py"), "x = 1\n");
    }

    @Test
    void whatALivingWorkerUsesStaysAndGoesOnceItHasEnded() throws Exception {
        Process worker = run("--working-dir", code.toString(), "--py-module", modules.toString());
        try (BufferedReader report = worker.inputReader()) {
            String said = report.readLine();
            assertThat(said).as("standard error is above").contains(store + "/environments-v1/", "\"PYTHONPATH\"");

            assertThat(collectAnHourLater().removed()).isEmpty();
            Environment environment = environments().getFirst();
            assertThat(said).contains("\"cwd\":\"" + environment.directory());
            try (var files = Files.walk(environment.directory())) {
                assertThat(files.map(file -> file.getFileName().toString())).contains("train.py", "tool.py");
            }

            worker.getOutputStream().close();
            assertThat(worker.waitFor()).isZero();
        }
        assertThat(collectAnHourLater().removed()).isNotEmpty();
        assertThat(environments()).isEmpty();
    }

    /** The command line in a process of its own, which the worker takes over. */
    private Process run(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--quiet",
                "--store",
                store.toString()));
        command.addAll(List.of(options));
        command.add("--");
        command.addAll(StubWorker.command("--wait"));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private ReclaimResult collectAnHourLater() throws InterruptedException {
        InstantSource later = () -> Instant.now().plus(Duration.ofHours(1));
        Milieu milieu = Milieu.open(store, TwelvePackages.variables(), later);
        try {
            ReclaimResult result = new Reclaimer(milieu.store()).reclaim(NOTHING_STAYS);
            assertThat(StoreCheck.of(milieu.store())).isEmpty();
            return result;
        } finally {
            milieu.store().close();
        }
    }

    private List<Environment> environments() {
        Milieu milieu = Milieu.open(store, TwelvePackages.variables(), InstantSource.system());
        try {
            return milieu.environments();
        } finally {
            milieu.store().close();
        }
    }
}
