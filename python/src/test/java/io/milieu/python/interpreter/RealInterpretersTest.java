package io.milieu.python.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
                    print(sysconfig.get_config_var('EXT_SUFFIX'))
                    print(sysconfig.get_platform())
                    print(struct.calcsize('P') * 8)
                    print(' '.join(platform.libc_ver()))
                    print(sys.prefix)
                    print(platform.machine(), platform.release(), platform.version())
                    """;
            PythonBuild build = interpreter.build();
            assertThat(run(interpreter.executable(), "-c", script))
                    .containsExactly(
                            build.version(),
                            build.cacheTag(),
                            build.soabi(),
                            build.extensionSuffix(),
                            build.platform(),
                            String.valueOf(build.pointerBits()),
                            build.libc().kind() + " " + build.libc().version(),
                            interpreter.prefix().toString(),
                            interpreter.markerValues().get("platform_machine")
                                    + " " + interpreter.markerValues().get("platform_release")
                                    + " " + interpreter.markerValues().get("platform_version"));
        }
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
