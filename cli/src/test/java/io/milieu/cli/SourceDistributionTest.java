package io.milieu.cli;

import static io.milieu.cli.FrontDoor.failed;
import static io.milieu.testkit.SdistMaker.sdist;
import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.cli.FrontDoor.Ended;
import io.milieu.core.posix.Subprocess;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.MadeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that an index offers as source distributions only are built, and what goes wrong with that. */
class SourceDistributionTest {
    @TempDir
    Path temp;

    private FrontDoor door;
    private final IndexServer index = IndexServer.builder().start();

    @BeforeEach
    void openTheDoor() throws Exception {
        door = new FrontDoor(temp);
    }

    @AfterEach
    void closeTheIndex() throws Exception {
        index.close();
        door.assertClean();
    }

    private Ended create(MadeFile... files) throws Exception {
        for (MadeFile file : files) {
            index.publish(file);
        }
        return door.with(index, "create", "--pip", "demo");
    }

    private String python(Path environment, String script) throws Exception {
        List<String> command = List.of(environment.resolve("bin/python").toString(), "-c", script);
        return new Subprocess(command, door.variables(), door.here())
                .run(Duration.ofSeconds(60))
                .tail();
    }

    @Test
    void whatItsBackendMakesIsInstalledWithWhatThatRequires() throws Exception {
        Path environment = create(
                        sdist("demo", "1.0").ownBackend("", "", "lib>=1").make(),
                        wheel("lib", "1.5").module("lib.py", "").make())
                .folder();
        assertThat(python(environment, "import demo, lib; print(demo.origin)")).isEqualTo("built");
        assertThat(door.entries("built")).isOne();
    }

    @Test
    void aWheelIsBuiltOnceForAllEnvironments() throws Exception {
        create(
                        sdist("demo", "1.0").ownBackend("", "").make(),
                        wheel("other", "1").make())
                .folder();
        long logs = logs();
        door.with(index, "create", "--pip", "demo", "--pip", "other").folder();
        assertThat(logs()).isEqualTo(logs).isOne();
    }

    @Test
    void aBackendMayAskForMore() throws Exception {
        String more = """
                def get_requires_for_build_wheel(config_settings=None):
                    return ["helper"]

                plain = build_wheel

                def build_wheel(*words, **named):
                    import helper
                    return plain(*words, **named)
                """;
        assertThat(create(
                                sdist("demo", "1.0").ownBackend("", more).make(),
                                wheel("helper", "1").module("helper.py", "").make())
                        .code())
                .isZero();
    }

    @Test
    void withoutABuildSystemSetuptoolsBuilds() throws Exception {
        String legacy = """
                class Legacy:
                    def build_wheel(self, directory, config_settings=None, metadata_directory=None):
                        import os, runpy
                        return runpy.run_path("_backend/treebuild.py")["build_wheel"](directory)

                __legacy__ = Legacy()
                """;
        Ended ended = create(
                sdist("demo", "1.0")
                        .ownBackend("", "")
                        .without("pyproject.toml")
                        .file("setup.py", "raise SystemExit('never run')")
                        .make(),
                wheel("setuptools", "80.0")
                        .module("setuptools/__init__.py", "")
                        .module("setuptools/build_meta.py", legacy)
                        .make());
        assertThat(python(ended.folder(), "import demo; print(demo.origin)")).isEqualTo("built");
    }

    @Test
    void settingsReachTheBackendAndMakeAnotherWheel() throws Exception {
        String more = """
                plain = build_wheel

                def build_wheel(directory, config_settings=None, metadata_directory=None):
                    with open("src/demo.py", "w") as file:
                        file.write("origin = %r" % (config_settings,))
                    return plain(directory)
                """;
        sdist("demo", "1.0").ownBackend("", more).writeTo(door.here().resolve("demo"));
        assertThat(python(
                        create(sdist("demo", "1.0").ownBackend("", more).make()).folder(),
                        "import demo; print(demo.origin)"))
                .isEqualTo("None");
        for (String wish : List.of("demo", "./demo")) {
            Path environment = door.with(index, "create", "--pip", wish + " -C a=1 --config-settings=b=2 -C b=3")
                    .folder();
            assertThat(python(environment, "import demo; print(demo.origin)")).isEqualTo("{'a': '1', 'b': ['2', '3']}");
        }
        assertThat(door.entries("built")).isEqualTo(3);
    }

    @Test
    void aWheelOfTheSameVersionGoesBefore() throws Exception {
        Path environment = create(
                        sdist("demo", "1.0").ownBackend("", "").make(),
                        wheel("demo", "1.0")
                                .module("demo.py", "origin = 'wheel'")
                                .make())
                .folder();
        assertThat(python(environment, "import demo; print(demo.origin)")).isEqualTo("wheel");
    }

    @Test
    void aBackendThatFailsIsQuotedAndItsLogIsKept() throws Exception {
        Ended ended = create(sdist("demo", "1.0")
                .ownBackend("", "raise RuntimeError('no compiler')")
                .make());
        assertThat(ended.code()).isOne();
        assertThat(ended.err())
                .startsWith(
                        "error[build-failed]: `demo-1.0.tar.gz` could not be built: its backend `treebuild` failed in"
                                + " `get_requires_for_build_wheel`:\n  Traceback")
                .contains("  RuntimeError: no compiler\nhint: The whole output is in `");
        String log = ended.err().replaceAll("(?s).*output is in `([^`]*)`.*", "$1");
        assertThat(Path.of(log)).content().contains("no compiler");
    }

    @Test
    void whatIsNoProjectIsSaidSo() throws Exception {
        Ended ended = create(sdist("demo", "1.0")
                .without("pyproject.toml")
                .file("PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
                .make());
        assertThat(ended)
                .isEqualTo(failed(
                        1,
                        "source-invalid",
                        "`demo-1.0.tar.gz` cannot be built: it has neither a `pyproject.toml` nor a `setup.py`",
                        "A project has a `pyproject.toml` (PEP 517, 518) or a `setup.py`."));
    }

    @Test
    void optionsAreNoBuildRequirements() throws Exception {
        Ended ended =
                create(sdist("demo", "1.0").ownBackend("\"-r /etc/passwd\"", "").make());
        assertThat(ended.err())
                .startsWith(
                        "error[source-invalid]: `demo-1.0.tar.gz` cannot be built: its `build-system.requires` has a"
                                + " malformed entry: ");
    }

    @Test
    void aBuildThatNeedsItselfEnds() throws Exception {
        Ended ended = create(
                sdist("demo", "1.0").ownBackend("\"tool\"", "").make(),
                sdist("tool", "2.0").ownBackend("\"demo\"", "").make());
        assertThat(ended)
                .isEqualTo(failed(
                        1,
                        "build-failed",
                        "`demo-1.0.tar.gz` is needed to build itself: demo-1.0.tar.gz needs tool-2.0.tar.gz needs demo-1.0.tar.gz",
                        "Offer a wheel of one of them, for example in a folder named with `--find-links`."));
    }

    @Test
    void whatIsBuiltMustBeWhatWasPromised() throws Exception {
        Ended ended = create(sdist("demo", "1.0")
                .ownBackend("", "", "lib>=1")
                .file("PKG-INFO", "Metadata-Version: 2.2\nName: demo\nVersion: 1.0\n")
                .make());
        assertThat(ended)
                .isEqualTo(failed(
                        1,
                        "metadata-invalid",
                        "the wheel that was built of `demo-1.0.tar.gz` has the requirements [lib [>=1]], not [], which its"
                                + " sources promise"));
    }

    private long logs() throws Exception {
        try (var files = Files.list(door.store().resolve("caches/build-logs-v1"))) {
            return files.count();
        }
    }
}
