package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the pip of the machine's Python, isolated from configuration, into a target directory.
 *
 * @param target where packages are installed
 */
record Pip(Path target) {
    record Outcome(int status, String output) {}

    /** Skips the calling test on a machine without pip. */
    static Pip into(Path target) throws Exception {
        boolean present;
        try {
            present = run(List.of("python3", "-m", "pip", "--version")).status == 0;
        } catch (IOException e) {
            present = false;
        }
        assumeTrue(present, "python3 with pip is on PATH");
        return new Pip(target);
    }

    Outcome install(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-m", "pip", "--isolated", "install"));
        command.addAll(List.of("--disable-pip-version-check", "--no-cache-dir", "--no-compile", "--retries", "0"));
        command.addAll(List.of("--target", target.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    void installs(String... arguments) throws Exception {
        Outcome outcome = install(arguments);
        assertThat(outcome.status).as(outcome.output).isZero();
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
