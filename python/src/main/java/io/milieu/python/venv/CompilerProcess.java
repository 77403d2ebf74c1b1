package io.milieu.python.venv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.milieu.python.venv.ByteCode.ModuleJob;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A Python that compiles one module after the other; a new one takes over if it is killed, by a module or by somebody else. */
final class CompilerProcess {
    private static final String SCRIPT = script();
    /** What Java adds to the number of the signal that ended a process. */
    private static final int SIGNALLED = 128;
    /** ILL, TRAP, ABRT, BUS, FPE and SEGV: what a program gets for what it did itself. */
    private static final Set<Integer> CRASHES = Set.of(4, 5, 6, 7, 8, 11);

    private final Path executable;
    private final Map<String, String> variables;
    private volatile @Nullable Process running;

    CompilerProcess(Path executable, Map<String, String> variables) {
        this.executable = executable;
        this.variables = variables;
    }

    /**
     * Takes modules from the queue until there are none, or until the thread is interrupted. A module that makes Python crash counts as
     * tried, one during which it was killed from outside does not.
     *
     * @throws IOException if Python does not start, or cannot read or write files
     */
    void work(Queue<ModuleJob> jobs) throws IOException, InterruptedException {
        while (!jobs.isEmpty() && !Thread.currentThread().isInterrupted()) {
            Process process = start();
            running = process;
            try {
                workUntilItDies(jobs, process);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** Ends Python, whatever it is at; the thread that works with it has been interrupted. */
    void end() {
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void workUntilItDies(Queue<ModuleJob> jobs, Process process) throws IOException, InterruptedException {
        BufferedWriter in = process.outputWriter(UTF_8);
        BufferedReader out = process.inputReader(UTF_8);
        if (!"ready".equals(out.readLine())) {
            throw new IOException("`" + executable + "` cannot compile: it does not start");
        }
        ModuleJob job = jobs.poll();
        while (job != null) {
            String answer = ask(job, in, out);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            if (answer == null) {
                died(job, process.waitFor());
                return;
            }
            job.layer().done(job, answer);
            job = jobs.poll();
        }
    }

    private void died(ModuleJob job, int exitCode) throws IOException {
        if (CRASHES.contains(exitCode - SIGNALLED)) {
            job.layer().done(job, "the interpreter died");
        } else if (exitCode < SIGNALLED) {
            throw new IOException(
                    "`" + executable + "` cannot compile `" + job.source() + "`: it ended with exit code " + exitCode);
        }
    }

    private static @Nullable String ask(ModuleJob job, BufferedWriter in, BufferedReader out) {
        try {
            in.write(job.source() + "\t" + job.target() + "\t" + job.name() + "\n");
            in.flush();
            return out.readLine();
        } catch (IOException brokenPipe) {
            return null;
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(executable.toString(), "-I", "-S", "-X", "utf8", "-c", SCRIPT)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.start();
    }

    private static String script() {
        try (InputStream in = CompilerProcess.class.getResourceAsStream("compile.py")) {
            if (in == null) {
                throw new IllegalStateException("the resource `compile.py` is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
