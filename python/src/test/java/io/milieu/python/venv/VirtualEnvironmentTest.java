package io.milieu.python.venv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.milieu.core.link.LinkMode;
import io.milieu.core.link.Linker;
import io.milieu.python.wheel.RecordFile;
import io.milieu.python.wheel.TinyElf;
import io.milieu.python.wheel.WheelUnpacker;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Environments that real Pythons run. */
class VirtualEnvironmentTest {
    private static final WheelUnpacker UNPACKER = new WheelUnpacker();
    private static List<VenvPython> pythons = List.of();

    private Path root;

    @BeforeAll
    static void findPythons(@TempDir Path cache) throws IOException {
        pythons = RealPythons.all(cache);
    }

    @AfterAll
    static void endThreads() {
        UNPACKER.close();
    }

    @BeforeEach
    void realPath(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
    }

    @Test
    void everyPythonImportsInEveryMode() throws Exception {
        List<Installation> all = demoAndNamespaces();
        for (VenvPython python : pythons) {
            for (LinkMode mode : LinkMode.values()) {
                Path environment = root.resolve(python.shortVersion() + mode.text());
                create(environment, python, mode, all);
                String found = RealPythons.run(
                        environment.resolve("bin/python").toString(),
                        "-c",
                        "import sys, demo, ns.a, ns.b, single; from importlib import metadata; "
                                + "print(sys.prefix, sys.version_info[1], demo.value, ns.a.x + ns.b.x + single.x, "
                                + "metadata.version('demo'), demo.__file__)");
                assertThat(found)
                        .as(python + " " + mode)
                        .isEqualTo(environment + " " + python.shortVersion().substring(2) + " 42 6 1.0 "
                                + environment.resolve(python.sitePackages()) + "/demo/__init__.py");
            }
        }
    }

    @Test
    void commandsAndScriptsRunFromTheirPublishedPlaceEvenWithABlankInIt() throws Exception {
        List<Installation> all = demoAndNamespaces();
        for (String name : List.of("plain", "with blank", "long" + "g".repeat(120))) {
            Path temporary = root.resolve("temporary");
            Path published = root.resolve(name);
            VirtualEnvironment.create(
                    new VenvSpec(temporary, published, pythons.getFirst(), all, false, Linker.of(LinkMode.AUTO)));
            Files.move(temporary, published);
            for (String script : List.of("demo", "demo-script")) {
                assertThat(RealPythons.run(
                                published.resolve("bin").resolve(script).toString(), "arg"))
                        .as(script + " in " + name)
                        .isEqualTo("demo " + published + " arg");
            }
            assertThat(RealPythons.run(published.resolve("bin/shell-script").toString()))
                    .isEqualTo("shell");
        }
    }

    @Test
    void activationWorksForNamesWithQuotes() throws Exception {
        Path environment = root.resolve("it's \"x\"");
        create(environment, pythons.getFirst(), LinkMode.AUTO, List.of());
        String script =
                "PATH=/bin:/usr/bin; . \"$0\"; command -v python; deactivate; echo \"$PATH ${VIRTUAL_ENV-none}\"";
        assertThat(RealPythons.run(
                                "sh",
                                "-c",
                                script,
                                environment.resolve("bin/activate").toString())
                        .lines())
                .containsExactly(environment + "/bin/python", "/bin:/usr/bin none");
    }

    @Test
    void anInstalledRecordDescribesEveryFileExactly() throws Exception {
        List<Installation> all = demoAndNamespaces();
        for (LinkMode mode : LinkMode.values()) {
            Path environment = root.resolve(mode.text());
            create(environment, pythons.getFirst(), mode, all);
            Path site = environment.resolve(pythons.getFirst().sitePackages());
            RecordFile record = RecordFile.parse(Files.readString(site.resolve("demo-1.0.dist-info/RECORD")));
            for (RecordFile.Row row : record.rows()) {
                Path file = site.resolve(row.path()).normalize();
                if (row.path().endsWith("/RECORD")) {
                    assertThat(row.hash()).isEmpty();
                } else {
                    assertThat(row).isEqualTo(RecordFile.Row.of(row.path(), Files.readAllBytes(file)));
                }
            }
            assertThat(record.rows())
                    .extracting(RecordFile.Row::path)
                    .contains(
                            "demo/__init__.py",
                            "../../../bin/demo",
                            "../../../bin/demo-script",
                            "../../../bin/shell-script",
                            "../../../share/demo/data.txt",
                            "../../../include/site/python" + pythons.getFirst().shortVersion() + "/demo/demo.h",
                            "demo-1.0.dist-info/INSTALLER",
                            "demo-1.0.dist-info/REQUESTED",
                            "demo-1.0.dist-info/direct_url.json",
                            "demo-1.0.dist-info/RECORD");
            assertThat(site.resolve("demo-1.0.dist-info/INSTALLER")).hasContent("milieu");
            assertThat(site.resolve("demo-1.0.dist-info/direct_url.json")).hasContent("{\"url\":\"x\"}");
        }
    }

    @Test
    void packagesOfTheInterpreterAreSeenOnlyIfTheEnvironmentExtendsIt() throws Exception {
        for (boolean extend : new boolean[] {true, false}) {
            Path environment = root.resolve("extends-" + extend);
            VirtualEnvironment.create(new VenvSpec(
                    environment, environment, pythons.getFirst(), List.of(), extend, Linker.of(LinkMode.AUTO)));
            assertThat(environment.resolve("pyvenv.cfg"))
                    .hasContent("home = " + pythons.getFirst().executable().getParent()
                            + "\ninclude-system-site-packages = " + extend + "\nversion = "
                            + pythons.getFirst().version());
            String paths = "import sys; print(any(path.endswith('-packages') and not path.startswith(sys.prefix)"
                    + " for path in sys.path))";
            assertThat(RealPythons.run(environment.resolve("bin/python").toString(), "-c", paths))
                    .isEqualTo(extend ? "True" : "False");
        }
    }

    @Test
    void filesOfTwoDistributionsAreReportedOnlyIfTheyDiffer() throws Exception {
        List<Installation> all = List.of(
                installed(WheelMaker.wheel("one", "1")
                        .module("tests/__init__.py", "")
                        .module("tests/a.py", "1")),
                installed(WheelMaker.wheel("two", "1")
                        .module("tests/__init__.py", "")
                        .module("tests/a.py", "2")));
        Path environment = root.resolve("env");
        List<String> warnings = create(environment, pythons.getFirst(), LinkMode.AUTO, all);
        String file = pythons.getFirst().sitePackages() + "/tests/a.py";
        assertThat(warnings).containsExactly("`" + file + "` is in `one` and in `two`; the latter is used");
        assertThat(environment.resolve(file)).hasContent("2");
    }

    @Test
    void sharedDataTreesAreRealDirectoriesWithLeaves() throws Exception {
        List<Installation> all = List.of(
                installed(WheelMaker.wheel("one", "1").data("data", "share/jupyter/a.json", bytes("a"))),
                installed(WheelMaker.wheel("two", "1").data("data", "share/jupyter/b.json", bytes("b"))));
        Path environment = root.resolve("env");
        create(environment, pythons.getFirst(), LinkMode.AUTO, all);
        assertThat(environment.resolve("share/jupyter")).isDirectory().isNotEmptyDirectory();
        assertThat(Files.isSymbolicLink(environment.resolve("share/jupyter"))).isFalse();
        assertThat(environment.resolve("share/jupyter/a.json")).hasContent("a");
        assertThat(environment.resolve("share/jupyter/b.json")).hasContent("b");
    }

    @Test
    void anObjectThatNeedsALibraryOfAnotherWheelSeesItBesideItself() throws Exception {
        List<Installation> all = List.of(
                installed(WheelMaker.wheel("user", "1")
                        .module("user/__init__.py", "")
                        .module("user/pure/__init__.py", "")
                        .file("user/lib/libuser.so", TinyElf.object("libuser.so", "libgiver.so.2"))),
                installed(WheelMaker.wheel("giver", "1")
                        .module("giver/__init__.py", "")
                        .file("giver/libgiver.so.2", TinyElf.object("libgiver.so.2"))));
        Path environment = root.resolve("env");
        create(environment, pythons.getFirst(), LinkMode.AUTO, all);
        Path site = environment.resolve(pythons.getFirst().sitePackages());
        assertThat(site.resolve("user/lib/../../giver/libgiver.so.2")
                        .toRealPath()
                        .toString())
                .contains("layers/giver");
        assertThat(site.resolve("user/lib/libuser.so").toRealPath()).isEqualTo(site.resolve("user/lib/libuser.so"));
        assertThat(Files.isSymbolicLink(site.resolve("user/pure"))).isTrue();
        assertThat(Files.isSymbolicLink(site.resolve("giver"))).isTrue();
    }

    @Test
    void pipSeesAndRemovesWhatIsInstalledWithoutTouchingTheLayers() throws Exception {
        List<Installation> all = new ArrayList<>(demoAndNamespaces());
        VenvPython python = pythons.getFirst();
        Path environment = root.resolve("env");
        VirtualEnvironment.create(new VenvSpec(environment, environment, python, all, true, Linker.of(LinkMode.AUTO)));
        String program = environment.resolve("bin/python").toString();
        assumeTrue(new ProcessBuilder(program, "-c", "import pip").start().waitFor() == 0, "needs a Python with pip");
        assertThat(RealPythons.run(program, "-m", "pip", "list", "--local", "--format=freeze")
                        .lines())
                .contains("demo==1.0", "ns-a==1.0", "ns-b==1.0", "single==1.0");
        Map<String, String> before = tree(root.resolve("layers"));
        RealPythons.run(program, "-m", "pip", "uninstall", "-y", "demo");
        assertThat(environment.resolve("bin/demo")).doesNotExist();
        assertThat(RealPythons.run(program, "-m", "pip", "list", "--local", "--format=freeze")
                        .lines())
                .doesNotContain("demo==1.0");
        assertThat(tree(root.resolve("layers"))).isEqualTo(before);
    }

    @Test
    void aCommandThatLeavesItsDirectoryIsRefused() throws Exception {
        Path wheel = WheelMaker.wheel("evil", "1")
                .broken()
                .escapingCommand("../../evil")
                .make()
                .writeTo(root);
        UNPACKER.unpack(wheel, root.resolve("layers/evil"));
        List<Installation> all = List.of(Installation.of(WheelLayer.read(root.resolve("layers/evil"))));
        assertThatThrownBy(() -> create(root.resolve("env"), pythons.getFirst(), LinkMode.AUTO, all))
                .hasMessage("`evil` declares a command `../../evil` with a name that is no file name");
        assertThat(root.resolve("evil")).doesNotExist();
    }

    private List<Installation> demoAndNamespaces() throws Exception {
        WheelMaker demo = WheelMaker.wheel("demo", "1.0")
                .module("demo/__init__.py", "value = 42\n")
                .module("demo/cli.py", "import sys\ndef main():\n    print('demo', sys.prefix, *sys.argv[1:])\n")
                .data("scripts", "demo-script", bytes("#!python\nfrom demo.cli import main\nmain()\n"))
                .data("scripts", "shell-script", bytes("#!/bin/sh\necho shell\n"))
                .data("data", "share/demo/data.txt", bytes("data"))
                .data("headers", "demo.h", bytes("int x;"))
                .consoleScript("demo", "demo.cli:main");
        return List.of(
                new Installation(installed(demo).layer(), true, "{\"url\":\"x\"}"),
                installed(WheelMaker.wheel("ns-a", "1.0").module("ns/a/__init__.py", "x = 1\n")),
                installed(WheelMaker.wheel("ns-b", "1.0").module("ns/b.py", "x = 2\n")),
                installed(WheelMaker.wheel("single", "1.0").module("single.py", "x = 3\n")));
    }

    private Installation installed(WheelMaker wheel) throws Exception {
        Path file = wheel.make().writeTo(root.resolve("wheels"));
        String name = file.getFileName().toString().split("-")[0];
        Path layer = Files.createDirectories(root.resolve("layers")).resolve(name);
        UNPACKER.unpack(file, layer);
        return Installation.of(WheelLayer.read(layer));
    }

    private static List<String> create(Path environment, VenvPython python, LinkMode mode, List<Installation> all)
            throws IOException {
        return VirtualEnvironment.create(new VenvSpec(environment, environment, python, all, false, Linker.of(mode)))
                .warnings();
    }

    static Map<String, String> tree(Path directory) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = directory.relativize(path).toString();
                tree.put(
                        name,
                        Files.isRegularFile(path)
                                ? RecordFile.Row.of("", Files.readAllBytes(path))
                                        .hash()
                                : "");
            }
        }
        return tree;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
