package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.Subprocess;
import io.milieu.ray.install.RayInstallation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Ray cluster of one node whose environments Milieu makes, from the index that this machine's pip is configured with. By default some of the
 * checks in {@code conformance.py}; {@code -Dmilieu.real=all} tries all. Ray stays in {@code target/}, so only the first run downloads it.
 */
class RayClusterTest {
    private static final String RAY = "ray==2.60.0";
    private static final boolean ALL = System.getProperty("milieu.real", "").equals("all");
    private static final List<String> CHECKS = List.of(
            "variables_refer_to_those_of_the_node",
            "packages_are_there_and_ray_is_the_same",
            "versions_live_side_by_side",
            "an_unknown_package_fails_the_task",
            "a_missing_interpreter_is_told",
            "requirements_may_lie_in_the_working_directory",
            "a_plugin_in_python_changes_the_worker");

    @TempDir
    Path folder;

    @Test
    void whatUsersOfRayRelyOnHolds() throws IOException, InterruptedException {
        Path python = ray();
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("MILIEU_STORE", folder.resolve("store").toString());
        variables.put("RAY_USAGE_STATS_ENABLED", "0");
        RayInstallation installation = new RayInstallation(python, variables);
        installation.install(launcher(), folder);
        assertThat(installation.status().active()).isTrue();

        List<String> command = new ArrayList<>(
                List.of(python.toString(), script("conformance.py").toString()));
        command.addAll(ALL ? List.of() : CHECKS);
        Subprocess.Outcome outcome = new Subprocess(command, variables, folder).run(Duration.ofMinutes(10));
        List<JsonObject> rows = outcome.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
        assertThat(rows).as(outcome.tail()).hasSizeGreaterThanOrEqualTo(CHECKS.size());
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(row.string("outcome")).as(Json.pretty(row)).contains("passes"));

        installation.uninstall();
        assertThat(installation.status().hook()).isEmpty();
    }

    /** {@return an interpreter with Ray, made once} */
    private static Path ray() throws InterruptedException {
        Path venv = Path.of("target/ray").toAbsolutePath();
        Path python = venv.resolve("bin/python");
        if (!Files.exists(venv.resolve("complete"))) {
            run(List.of("python3", "-m", "venv", "--clear", venv.toString()));
            Subprocess.Outcome outcome = run(List.of(python.toString(), "-m", "pip", "install", "--quiet", RAY));
            if (outcome.exitCode() != 0) {
                return abort("Ray cannot be installed for this Python: " + outcome.tail());
            }
            try {
                Files.createFile(venv.resolve("complete"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return python;
    }

    private static Subprocess.Outcome run(List<String> command) throws InterruptedException {
        return new Subprocess(command, System.getenv(), Path.of("/")).run(Duration.ofMinutes(10));
    }

    /** The program as the tests have it: on their own class path. */
    private Path launcher() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String script = "#!/bin/sh\nexec '" + java + "' -Xmx512m --enable-native-access=ALL-UNNAMED -cp '"
                + System.getProperty("java.class.path") + "' io.milieu.cli.Main \"$@\"\n";
        Path launcher = Files.writeString(folder.resolve("milieu"), script);
        return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path script(String name) {
        return Path.of("../engine-ray/src/test/python", name).toAbsolutePath().normalize();
    }
}
