package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.base.AtomicFile;
import io.milieu.core.build.Environment;
import io.milieu.core.posix.ProcessIdentity;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Work that nobody waits for goes to a process of its own, because this one is about to end or to become the worker. A note in the
 * environment says who does it, so that a hundred workers that start at once start one such process and not a hundred. Two may still
 * begin at the very same moment; that costs time, not correctness.
 */
final class Settling {
    private static final String NOTE = ".settling";
    private static final Path NICE = Path.of("/usr/bin/nice");

    private Settling() {}

    /** Starts {@code milieu settle} for an environment that has work left, detached, at low priority. */
    static void inBackground(Session session, Milieu milieu, Environment environment) {
        String launcher = System.getProperty("milieu.launcher", "");
        Path note = environment.directory().resolve(NOTE);
        try {
            if (launcher.isEmpty() || milieu.isSettled(environment) || underWay(note)) {
                return;
            }
            Process process = start(launcher, session, environment);
            Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
            if (identity.isPresent()) {
                AtomicFile.write(note, identity.get().toString());
            }
        } catch (IOException e) {
            session.terminal().warning("byte code is not compiled in the background: " + e.getMessage());
        }
    }

    private static boolean underWay(Path note) throws IOException {
        try {
            return ProcessIdentity.parse(Files.readString(note))
                    .filter(ProcessIdentity::alive)
                    .isPresent();
        } catch (NoSuchFileException nobody) {
            return false;
        }
    }

    private static Process start(String launcher, Session session, Environment environment) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.addAll(List.of(launcher, "settle", environment.id().name(), "--quiet", "--store"));
        command.add(session.store().toString());
        return new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
