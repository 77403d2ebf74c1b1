package io.milieu.python.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.tag.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what is found on this machine against what those Pythons say when asked in another way. */
final class RealInterpretersTest {
    @TempDir
    private Path folder;

    @Test
    void theFactsAreThoseThatEachPythonStates() throws Exception {
        for (Interpreter interpreter : interpreters()) {
            String script = """
                    import sys, platform, sysconfig, struct
                    print(platform.python_version())
                    print(sys.implementation.cache_tag)
                    print(sysconfig.get_config_var('SOABI'))
                    print(sys.implementation.name, *sys.version_info[:2])
                    print(sys.abiflags + sysconfig.get_config_var('EXT_SUFFIX'))
                    print(sysconfig.get_platform(), *platform.libc_ver())
                    print(sys.maxsize < 2**32)
                    print(sys.prefix)
                    print(platform.machine(), platform.release(), platform.version())
                    """;
            PythonBuild build = interpreter.build();
            PlatformFacts facts = build.facts();
            MarkerEnvironment markers = interpreter.markers();
            assertThat(run(interpreter.executable(), "-c", script))
                    .containsExactly(
                            build.version(),
                            build.cacheTag(),
                            build.soabi(),
                            facts.implementation() + " " + facts.major() + " " + facts.minor(),
                            facts.abiFlags() + facts.extensionSuffix(),
                            facts.platform() + " glibc " + facts.libc().major() + "."
                                    + facts.libc().minor(),
                            facts.is32Bit() ? "True" : "False",
                            interpreter.prefix().toString(),
                            markers.platformMachine() + " " + markers.platformRelease() + " "
                                    + markers.platformVersion());
        }
    }

    /** Newer pips list {@code linux_*} first, older ones last; the rest of the order is compared. */
    @Test
    void theTagsAreThoseOfEachPythonsPip() throws Exception {
        for (Interpreter interpreter : interpreters()) {
            if (interpreter.pip().isEmpty()) {
                continue;
            }
            String script = """
                    from pip._internal.utils.compatibility_tags import get_supported
                    for tag in get_supported():
                        print(tag)
                    """;
            List<String> expected = run(interpreter.executable(), "-I", "-c", script);
            List<String> tags =
                    interpreter.tags().tags().stream().map(Tag::toString).toList();
            assertThat(withoutLinux(tags)).containsExactlyElementsOf(withoutLinux(expected));
            assertThat(tags).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** The module is asked for levels (PEP 600), or, in its older form, has one variable per level. */
    @Test
    void aVetoOfManylinuxIsHeard() throws Exception {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(
                folder.resolve("new/_manylinux.py"),
                "def manylinux_compatible(major, minor, machine): return None if minor < 17 else minor > 17\n");
        Files.createDirectories(folder.resolve("old"));
        Files.writeString(folder.resolve("old/_manylinux.py"), "manylinux1_compatible = False\n");
        for (Interpreter interpreter : interpreters()) {
            String machine = "_" + interpreter.markers().platformMachine();
            assertThat(refused(interpreter, "new"))
                    .containsExactly("manylinux_2_17" + machine, "manylinux2014" + machine);
            assertThat(refused(interpreter, "old")).containsExactly("manylinux_2_5" + machine, "manylinux1" + machine);
        }
    }

    private List<String> refused(Interpreter interpreter, String module) throws Exception {
        String path = "import sys; sys.path.insert(0, '" + folder.resolve(module) + "')\n";
        List<String> output = run(interpreter.executable(), "-I", "-c", path + ProbeCommand.SCRIPT);
        return ((JsonObject) Json.parse(output.getLast())).strings("refused");
    }

    private static List<String> withoutLinux(List<String> tags) {
        return tags.stream().filter(tag -> !tag.contains("-linux_")).toList();
    }

    @Test
    void aVenvMadeByEachPythonHasTheLayoutAndLeadsBack() throws Exception {
        for (Interpreter interpreter : interpreters()) {
            Path venv = folder.resolve("venv" + interpreter.identity().brief());
            run(interpreter.executable(), "-m", "venv", "--without-pip", venv.toString());
            Path python = venv.resolve(interpreter.layout().scripts()).resolve("python");
            String script = "import sysconfig as s; print(s.get_path('purelib')); print(s.get_path('platlib'))";
            assertThat(run(python, "-c", script))
                    .containsExactly(
                            venv.resolve(interpreter.layout().purelib()).toString(),
                            venv.resolve(interpreter.layout().platlib()).toString());
            Interpreter base = probe().probe(python);
            assertThat(base.executable()).isEqualTo(interpreter.executable());
            assertThat(base.requestedByVenv()).isTrue();
        }
    }

    @Test
    void theInstalledDistributionsAreThoseThatImportlibSees() throws Exception {
        for (Interpreter interpreter : interpreters()) {
            String script = """
                    from importlib.metadata import distributions
                    for d in distributions():
                        if d.metadata['Name']:
                            print(d.metadata['Name'].lower().replace('_', '-').replace('.', '-'))
                    """;
            assertThat(InstalledDistributions.in(interpreter.sitePackages()).all())
                    .extracting(found -> found.name().toString())
                    .containsExactlyElementsOf(run(interpreter.executable(), "-I", "-c", script).stream()
                            .sorted()
                            .distinct()
                            .toList());
        }
    }

    private List<Interpreter> interpreters() {
        SearchPlaces places = places();
        List<Interpreter> found = new InterpreterFinder(places, probe())
                .all().stream()
                        .flatMap(finding -> finding instanceof Interpreter one ? Stream.of(one) : Stream.empty())
                        .toList();
        assumeThat(found).as("interpreters of this machine").isNotEmpty();
        return found;
    }

    private InterpreterProbe probe() {
        return new InterpreterProbe(places(), folder.resolve("cache"), Duration.ofSeconds(60));
    }

    private SearchPlaces places() {
        return new SearchPlaces(System.getenv(), Path.of("/"), folder);
    }

    private static List<String> run(Path python, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("python", ".out");
        List<String> command = Stream.concat(Stream.of(python.toString()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectErrorStream(true)
                .start();
        int exit = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertThat(exit).as(text).isZero();
        return text.lines().toList();
    }
}
