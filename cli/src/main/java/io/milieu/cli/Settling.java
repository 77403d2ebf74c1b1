package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Work that nobody waits for goes to a process of its own, because this one is about to end or to become the worker. */
final class Settling {
    private Settling() {}

    /** Starts {@code milieu settle} for an environment that has work left, detached, at low priority. */
    static void inBackground(Session session, Milieu milieu, Environment environment) {
        String launcher = System.getProperty("milieu.launcher", "");
        if (launcher.isEmpty() || milieu.isSettled(environment)) {
            return;
        }
        List<String> command = new ArrayList<>();
        if (Path.of("/usr/bin/nice").toFile().canExecute()) {
            command.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        command.addAll(List.of(
                launcher,
                "settle",
                environment.id().name(),
                "--quiet",
                "--store",
                session.store().toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            builder.start();
        } catch (IOException e) {
            session.terminal().warning("byte code is not compiled in the background: " + e.getMessage());
        }
    }
}
