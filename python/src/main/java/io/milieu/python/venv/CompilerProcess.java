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
import org.jspecify.annotations.Nullable;

/** A Python that compiles one module after the other; a new one takes over if a module kills it. */
final class CompilerProcess {
    private static final String SCRIPT = script();

    private final Path executable;
    private final Map<String, String> variables;

    CompilerProcess(Path executable, Map<String, String> variables) {
        this.executable = executable;
        this.variables = variables;
    }

    /** Takes modules from the queue until there are none, or until the thread is interrupted. */
    void work(Queue<ModuleJob> jobs) throws IOException {
        while (!jobs.isEmpty() && !Thread.currentThread().isInterrupted()) {
            Process process = start();
            try {
                workUntilItDies(jobs, process.outputWriter(UTF_8), process.inputReader(UTF_8));
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private void workUntilItDies(Queue<ModuleJob> jobs, BufferedWriter in, BufferedReader out) throws IOException {
        if (!"ready".equals(out.readLine())) {
            throw new IOException("`" + executable + "` cannot compile: it does not start");
        }
        ModuleJob job = jobs.poll();
        while (job != null) {
            String answer = ask(job, in, out);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            job.layer().done(job, answer == null ? "the interpreter died" : answer);
            job = answer == null ? null : jobs.poll();
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
