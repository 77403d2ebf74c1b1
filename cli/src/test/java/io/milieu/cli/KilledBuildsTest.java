package io.milieu.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.Milieu;
import io.milieu.core.reclaim.Finding;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.Reclaimer;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.testkit.IndexServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that build, settle and collect in one store are killed with SIGKILL, each at a moment of its own; what is left must be
 * whole. The moment is a number of events and some milliseconds; seeds make it as repeatable as two processes at once can be.
 */
class KilledBuildsTest {
    private static final int ROUNDS = 10;
    private static final int KILLS_AT_A_TIME = 2;
    private static final int KILLS_IN_A_ROW = 10;
    private static final int SIGKILL = 128 + 9;
    /** Looks at everything in an environment, and at all byte code of a store, with Python's own means. */
    private static final String INSPECT = """
            import base64, hashlib, importlib, importlib.metadata, marshal, pathlib, sys
            files = 0
            for distribution in importlib.metadata.distributions():
                for file in distribution.files:
                    if file.hash:
                        digest = hashlib.new(file.hash.mode, file.locate().read_bytes()).digest()
                        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == file.hash.value, file
                        files += 1
            for name in sys.argv[2:]:
                importlib.import_module(name)
                importlib.import_module("shared_namespace." + name)
            compiled = list(pathlib.Path(sys.argv[1]).glob("wheels-v1/*/*/site/**/*.pyc"))
            for file in compiled:
                data = file.read_bytes()
                assert data[4] == 1, (file, "not unchecked")
                marshal.loads(data[16:])
            print(files, len(compiled))
            """;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("killer").factory());
    private final ExecutorService killers = Executors.newVirtualThreadPerTaskExecutor();
    private final IndexServer index = TwelvePackages.serve();
    private Path store;
    private Path errors;
    private Path startCache;
    private String classPath;

    @BeforeEach
    void emptyStore(@TempDir Path folder) throws IOException {
        store = folder.resolve("store");
        errors = folder.resolve("errors");
        startCache = folder.resolve("program.aot");
        classPath = withoutFolders(folder.resolve("program.jar"));
    }

    @AfterEach
    void close() {
        killers.close();
        timer.close();
        index.close();
    }

    /** Only from jars can a process start with a cache of its classes, in a fraction of the time. */
    private static String withoutFolders(Path jar) throws IOException {
        List<String> words = new ArrayList<>(List.of("--create", "--no-compress", "--file", jar.toString()));
        List<String> jars = new ArrayList<>(List.of(jar.toString()));
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(each))) {
                words.addAll(List.of("-C", Path.of(each).toAbsolutePath().toString(), "."));
            } else {
                jars.add(each);
            }
        }
        assertThat(ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, words.toArray(String[]::new)))
                .isZero();
        return String.join(File.pathSeparator, jars);
    }

    @Test
    void twoHundredKillsLeaveAStoreThatWorks() throws Exception {
        assertARequestWorks();
        for (int round = 0; round < ROUNDS; round++) {
            List<Callable<Void>> series = new ArrayList<>();
            for (int i = 0; i < KILLS_AT_A_TIME; i++) {
                Random random = new Random(round * KILLS_AT_A_TIME + i);
                series.add(() -> killOneAfterTheOther(random));
            }
            for (Future<Void> each : killers.invokeAll(series)) {
                each.get();
            }
            assertThat(store.resolve("FORMAT")).as("round %s", round).exists();
            assertNoLockIsHeld();
            assertNothingIsBroken(false);
            assertARequestWorks();
            assertNothingIsBroken(true);
        }
    }

    private Void killOneAfterTheOther(Random random) throws Exception {
        for (int i = 0; i < KILLS_IN_A_ROW; i++) {
            Process process = start(String.valueOf(random.nextLong()));
            try (BufferedReader lines = process.inputReader()) {
                int events = random.nextInt(1, 70);
                for (int line = 0; line < events && lines.readLine() != null; line++) {}
                timer.schedule(process::destroyForcibly, random.nextInt(30_000), TimeUnit.MICROSECONDS)
                        .get();
                assertThat(process.waitFor()).as("%s", errors()).isEqualTo(SIGKILL);
            }
        }
        return null;
    }

    /** A process that nobody kills makes an environment with everything; Python finds all of it whole. */
    private void assertARequestWorks() throws Exception {
        Process process = start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("%s", errors()).isZero();
        assertThat(errors()).isEmpty();
        assertThat(lines).contains("deployed", "settled");
        String directory = lines.stream()
                .filter(line -> line.startsWith("prepared "))
                .findFirst()
                .orElseThrow()
                .substring("prepared ".length());
        List<String> command =
                new ArrayList<>(List.of(directory + "/bin/python", "-B", "-c", INSPECT, store.toString()));
        command.addAll(TwelvePackages.names());
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(python.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo("186 90");
    }

    private void assertNoLockIsHeld() throws IOException {
        try (FileChannel file = FileChannel.open(store.resolve("lock"), StandardOpenOption.WRITE)) {
            assertThat(file.tryLock()).isNotNull();
        }
    }

    private void assertNothingIsBroken(boolean afterCollecting) throws InterruptedException {
        Milieu milieu = Milieu.open(store, TwelvePackages.variables(), InstantSource.system());
        try {
            if (afterCollecting) {
                new Reclaimer(milieu.store()).reclaim(ReclaimPolicy.STANDARD);
                assertThat(StoreCheck.of(milieu.store())).isEmpty();
            } else {
                assertThat(StoreCheck.of(milieu.store())).allMatch(Finding::harmless);
            }
        } finally {
            milieu.store().close();
        }
    }

    private String errors() throws IOException {
        // The JVM itself says this when it makes the cache.
        return Files.readAllLines(errors).stream()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .collect(Collectors.joining("\n"));
    }

    private Process start(String... seed) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Xlog:disable",
                (Files.exists(startCache) ? "-XX:AOTCache=" : "-XX:AOTCacheOutput=") + startCache,
                "-cp",
                classPath,
                BuildLoop.class.getName(),
                store.toString(),
                index.uri().toString()));
        command.addAll(List.of(seed));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        builder.environment().clear();
        builder.environment().putAll(TwelvePackages.variables());
        return builder.start();
    }
}
