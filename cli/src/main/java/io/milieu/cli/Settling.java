package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.base.AtomicFile;
import io.milieu.core.build.Environment;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.reclaim.Reclaimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** Starts {@code milieu settle} for an environment that has work left, or if space may have to be freed; detached, at low priority. */
    static void inBackground(Session session, Milieu milieu, Environment environment) throws InterruptedException {
        String launcher = System.getProperty("milieu.launcher", "");
        Path note = environment.directory().resolve(NOTE);
        try {
            if (launcher.isEmpty()
                    || (milieu.isSettled(environment) && !new Reclaimer(milieu.store()).isDue())
                    || underWay(note)) {
                return;
            }
            Optional<ProcessIdentity> settler = ProcessIdentity.of(start(launcher, session, environment));
            if (settler.isPresent()) {
                AtomicFile.write(note, settler.get().toString());
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

    /**
     * Starts it through a shell that ends at once, so that the process is nobody's child: the worker that takes over this process must
     * not find a child it never made. {@return the process's number}
     */
    private static long start(String launcher, Session session, Environment environment)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" </dev/null >/dev/null 2>&1 & echo $!", "sh"));
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.addAll(List.of(launcher, "settle", environment.id().name(), "--quiet", "--store"));
        command.add(session.milieu().store().layout().root().toString());
        Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader answer = shell.inputReader(StandardCharsets.UTF_8)) {
            String number = answer.readLine();
            // The worker would inherit a child that nobody has waited for.
            shell.waitFor();
            return number == null ? 0 : Long.parseLong(number.strip());
        } catch (NumberFormatException e) {
            throw new IOException("the shell did not start it", e);
        }
    }
}
