package io.milieu.python.venv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.link.LinkMode;
import io.milieu.core.link.Linker;
import io.milieu.core.store.StoreSettings;
import io.milieu.python.wheel.WheelUnpacker;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteCodeTest {
    private Path root;
    private VenvPython python;
    private WheelLayer demo;
    private WheelLayer other;

    @BeforeEach
    void twoLayersThatShareANamespace(@TempDir Path folder) throws Exception {
        root = folder.toRealPath();
        python = RealPythons.all(root).getFirst();
        demo = layer(WheelMaker.wheel("demo", "1.0")
                .module("demo/__init__.py", "import demo.sub.x\n")
                .module("demo/sub/x.py", "x = 1\n")
                .module("demo/template.py", "this is {{ no }} python\n")
                .module("ns/one.py", "x = 1\n")
                .module("single.py", "x = 1\n"));
        other = layer(WheelMaker.wheel("other", "1.0").module("ns/two.py", "x = 2\n"));
    }

    @Test
    void modulesAreCompiledOnceAndFailuresAreTold() throws Exception {
        assertThat(compile()).isEqualTo(new ByteCode.Outcome(5, 1));
        assertThat(ByteCode.isComplete(demo.directory(), python.cacheTag())).isTrue();
        assertThat(Files.readString(demo.directory().resolve(".bytecode-" + python.cacheTag())))
                .startsWith("demo/template.py\tPyCompileError: ");
        Path compiled = demo.directory().resolve("site/demo/sub/__pycache__/x." + python.cacheTag() + ".pyc");
        assertThat(Files.readAllBytes(compiled)[4])
                .as("unchecked hash, PEP 552")
                .isEqualTo((byte) 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(compiled)))
                .isEqualTo("r--r--r--");
        assertThat(compile()).isEqualTo(new ByteCode.Outcome(0, 0));
    }

    @Test
    void importsUseItAndWriteNothingIntoTheLayers() throws Exception {
        for (LinkMode mode : LinkMode.values()) {
            Path early = create("early-" + mode.text(), mode);
            compile();
            Path late = create("late-" + mode.text(), mode);
            Map<String, String> before = VirtualEnvironmentTest.tree(root.resolve("layers"));
            for (Path environment : List.of(early, late)) {
                RealPythons.run(
                        environment.resolve("bin/python").toString(), "-c", "import demo, single, ns.one, ns.two");
            }
            assertThat(VirtualEnvironmentTest.tree(root.resolve("layers")))
                    .as(mode.text())
                    .isEqualTo(before);
        }
    }

    @Test
    void sharedByteCodeIsWhatAnEnvironmentLoads() throws Exception {
        compile();
        Path environment = create("env", LinkMode.AUTO);
        String cached = RealPythons.run(
                environment.resolve("bin/python").toString(), "-v", "-c", "import demo.sub.x, single, ns.one, ns.two");
        for (String module : List.of("demo/sub/", "", "ns/")) {
            assertThat(cached).contains("matches " + environment.resolve(python.sitePackages()) + "/" + module);
        }
        assertThat(cached).doesNotContain("# wrote ");
    }

    @Test
    void layersThatAreReadOnlyStaySo() throws Exception {
        List<Path> directories;
        try (var all = Files.walk(demo.directory())) {
            directories = all.filter(Files::isDirectory).toList();
        }
        for (Path directory : directories) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        try {
            compile();
            Set<String> permissions = new TreeSet<>();
            for (Path directory : directories) {
                permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
            }
            Path cache = demo.directory().resolve("site/demo/__pycache__");
            permissions.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
            assertThat(permissions).containsExactly("r-xr-xr-x");
        } finally {
            for (Path directory : directories) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.setPosixFilePermissions(
                    demo.directory().resolve("site/demo/__pycache__"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aModuleThatKillsTheInterpreterIsLeftOut() throws Exception {
        Path killer = Files.writeString(
                root.resolve("killer"),
                "#!/bin/sh\necho ready\nwhile read -r line; do case $line in *sub/x.py*) kill -SEGV $$;; *) echo failed;; esac; done\n");
        Files.setPosixFilePermissions(killer, PosixFilePermissions.fromString("rwxr-xr-x"));
        VenvPython fake =
                new VenvPython(killer, "3.12.1", "cpython", false, "lib/python3.12/site-packages", "cpython-312");
        ByteCode compiler = new ByteCode(fake, 1, System.getenv(), folder -> {});
        assertThat(compiler.compile(List.of(demo), Files.createDirectory(root.resolve("staging"))))
                .isEqualTo(new ByteCode.Outcome(0, 5));
        assertThat(Files.readString(demo.directory().resolve(".bytecode-cpython-312")))
                .contains("demo/sub/x.py\tthe interpreter died\n", "single.py\tfailed\n");
    }

    @Test
    void whatWasKilledFromOutsideIsCompiledTheNextTime() throws Exception {
        Path once = root.resolve("killed");
        Path victim = Files.writeString(root.resolve("victim"), """
                #!/bin/sh
                [ -e %s ] && exec %s "$@"
                echo ready
                while read -r line; do case $line in *sub/x.py*) : >%s; kill -KILL $$;; *) echo failed;; esac; done
                """.formatted(once, python.executable(), once));
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rwxr-xr-x"));
        VenvPython killed =
                new VenvPython(victim, python.version(), "cpython", false, python.sitePackages(), python.cacheTag());
        ByteCode compiler = new ByteCode(killed, 1, System.getenv(), folder -> {});
        assertThatThrownBy(
                        () -> compiler.compile(List.of(demo, other), Files.createDirectory(root.resolve("staging1"))))
                .isInstanceOf(IOException.class)
                .hasMessage("`" + victim + "` was killed while it compiled");
        assertThat(ByteCode.isComplete(demo.directory(), python.cacheTag())).isFalse();
        assertThat(ByteCode.isComplete(other.directory(), python.cacheTag())).isTrue();
        assertThat(compiler.compile(List.of(demo, other), Files.createDirectory(root.resolve("staging2"))))
                .isEqualTo(new ByteCode.Outcome(4, 1));
        assertThat(Files.readString(demo.directory().resolve(".bytecode-" + python.cacheTag())))
                .startsWith("demo/template.py\tPyCompileError: ");
        assertThat(compiled()).hasSize(5);
    }

    @Test
    void aFileThatCannotBeWrittenIsNoFaultOfItsModule() throws Exception {
        ByteCode compiler = new ByteCode(python, 1, Map.of(), folder -> {});
        Files.delete(demo.directory().resolve("site/single.py"));
        assertThatThrownBy(() -> compiler.compile(List.of(demo), Files.createDirectory(root.resolve("staging"))))
                .isInstanceOf(IOException.class)
                .hasMessage("`" + python.executable() + "` cannot compile `"
                        + demo.directory().resolve("site/single.py") + "`: it ended with exit code 1");
        assertThat(ByteCode.isComplete(demo.directory(), python.cacheTag())).isFalse();
    }

    @Test
    void aProgramThatIsNoPythonIsToldAndNothingIsMarked() {
        VenvPython broken = new VenvPython(
                Path.of("/bin/true"), "3.12.1", "cpython", false, "lib/python3.12/site-packages", "cpython-312");
        ByteCode compiler = new ByteCode(broken, 2, Map.of(), folder -> {});
        assertThatThrownBy(() -> compiler.compile(List.of(demo), Files.createDirectory(root.resolve("staging"))))
                .isInstanceOf(IOException.class)
                .hasMessage("`/bin/true` cannot compile: it does not start");
        assertThat(ByteCode.isComplete(demo.directory(), "cpython-312")).isFalse();
    }

    @Test
    void allOfItIsOnStableStorageBeforeALayerChanges() throws Exception {
        Map<String, String> before = VirtualEnvironmentTest.tree(root.resolve("layers"));
        List<Long> synced = new ArrayList<>();
        compile(staging -> {
            assertThat(VirtualEnvironmentTest.tree(root.resolve("layers"))).isEqualTo(before);
            try (var files = Files.walk(staging)) {
                synced.add(files.filter(Files::isRegularFile).count());
            }
        });
        assertThat(synced).as("5 modules and 2 markers, in one sync").containsExactly(7L);
        assertThat(compiled()).hasSize(5);
    }

    @Test
    void withoutStableStorageTheLayersStayAsTheyWere() throws Exception {
        Map<String, String> before = VirtualEnvironmentTest.tree(root.resolve("layers"));
        assertThatThrownBy(() -> compile(staging -> {
                    throw new IOException("the disk is gone");
                }))
                .hasMessage("the disk is gone");
        assertThat(VirtualEnvironmentTest.tree(root.resolve("layers"))).isEqualTo(before);
    }

    @Test
    void whatAKilledCompilerLeftWritableIsReadOnlyAfterTheNext() throws Exception {
        Path killedBeforeMoving = demo.directory().resolve("site/demo");
        Path killedWhileMoving = demo.directory().resolve("site/demo/sub/__pycache__");
        Files.createDirectory(killedBeforeMoving.resolve("__pycache__"));
        Files.createDirectory(killedWhileMoving);
        Files.writeString(killedWhileMoving.resolve("x." + python.cacheTag() + ".pyc"), "torn");
        compile();
        assertThat(compiled()).hasSize(5);
        for (Path directory :
                List.of(killedBeforeMoving, killedBeforeMoving.resolve("__pycache__"), killedWhileMoving)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .as(directory.toString())
                    .isEqualTo("r-xr-xr-x");
        }
        RealPythons.run(create("env", LinkMode.AUTO).resolve("bin/python").toString(), "-c", "import demo.sub.x");
    }

    private List<Path> compiled() throws IOException {
        try (var files = Files.walk(root.resolve("layers"))) {
            return files.filter(file -> file.toString().endsWith(".pyc")).toList();
        }
    }

    private ByteCode.Outcome compile() throws Exception {
        return compile(folder -> {});
    }

    private ByteCode.Outcome compile(StoreSettings.Disk disk) throws Exception {
        Path staging = Files.createTempDirectory(root, "staging");
        return new ByteCode(python, 2, Map.of(), disk).compile(List.of(demo, other), staging);
    }

    private Path create(String name, LinkMode mode) throws IOException {
        Path environment = root.resolve(name);
        List<Installation> all = List.of(Installation.of(demo), Installation.of(other));
        VirtualEnvironment.create(new VenvSpec(environment, environment, python, all, false, Linker.of(mode)));
        return environment;
    }

    private WheelLayer layer(WheelMaker wheel) throws Exception {
        Path file = wheel.make().writeTo(root.resolve("wheels"));
        Path layer = Files.createDirectories(root.resolve("layers"))
                .resolve(file.getFileName().toString().split("-")[0]);
        try (WheelUnpacker unpacker = new WheelUnpacker()) {
            unpacker.unpack(file, layer);
        }
        return WheelLayer.read(layer);
    }

    @Test
    void interruptionEndsTheProcesses() throws Exception {
        Path note = root.resolve("note");
        Path slow = Files.writeString(
                root.resolve("slow"),
                "#!/bin/sh\necho ready\nread -r line\necho $$ >%1$s.draft; mv %1$s.draft %1$s\nexec sleep 600\n"
                        .formatted(note));
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwxr-xr-x"));
        VenvPython fake =
                new VenvPython(slow, "3.12.1", "cpython", false, "lib/python3.12/site-packages", "cpython-312");
        ByteCode compiler = new ByteCode(fake, 1, System.getenv(), folder -> {});
        Path staging = Files.createDirectory(root.resolve("staging"));
        FutureTask<ByteCode.Outcome> compiling = new FutureTask<>(() -> compiler.compile(List.of(demo), staging));
        Thread thread = Thread.startVirtualThread(compiling);
        while (!Files.exists(note)) {
            Thread.onSpinWait();
        }
        ProcessHandle python =
                ProcessHandle.of(Long.parseLong(Files.readString(note).strip())).orElseThrow();

        thread.interrupt();

        assertThatThrownBy(compiling::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(python.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
    }
}
