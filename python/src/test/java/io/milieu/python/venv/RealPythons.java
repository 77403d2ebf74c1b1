package io.milieu.python.venv;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.python.interpreter.InterpreterProbe;
import io.milieu.python.interpreter.SearchPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The Pythons from 3.8 on that this machine has: the one on PATH and those of pyenv, one per minor version. */
final class RealPythons {
    /** JUnit warns of every link out of a temporary directory that it deletes; environments are made of them. */
    private static final Logger DELETIONS = Logger.getLogger("org.junit.jupiter.api.io");

    private RealPythons() {}

    static List<VenvPython> all(Path cache) throws IOException {
        DELETIONS.setLevel(Level.OFF);
        SearchPlaces places = new SearchPlaces(System.getenv(), Path.of("/"), cache);
        InterpreterProbe probe = new InterpreterProbe(places, cache.resolve("probes"), Duration.ofSeconds(60));
        Map<String, VenvPython> byVersion = new LinkedHashMap<>();
        for (Path executable : executables()) {
            VenvPython python = VenvPython.of(probe.probe(executable));
            if (!python.shortVersion().matches("3\\.[0-7]")) {
                byVersion.putIfAbsent(python.shortVersion(), python);
            }
        }
        assertThat(byVersion).as("the tests need a Python on PATH").isNotEmpty();
        return List.copyOf(byVersion.values());
    }

    private static List<Path> executables() throws IOException {
        List<Path> executables = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            Path python = Path.of(directory, "python3");
            if (!directory.contains("shims") && Files.isExecutable(python)) {
                executables.add(python);
            }
        }
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(pyenv)) {
            try (var versions = Files.list(pyenv)) {
                versions.filter(each -> each.getFileName().toString().matches("3\\.(8|9|\\d\\d).*"))
                        .sorted()
                        .forEach(each -> executables.add(each.resolve("bin/python3")));
            }
        }
        return executables;
    }

    /** {@return the standard output of a command, which must succeed} */
    static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PYTHON"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output.strip();
    }
}
