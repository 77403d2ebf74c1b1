package io.milieu.core.posix;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A short program run to its end, the last of its output kept. The command is a list of words, never text for a shell.
 *
 * @param command the program and its arguments
 * @param variables its whole environment
 * @param directory where it runs
 */
public record Subprocess(List<String> command, Map<String, String> variables, Path directory) {

    /** Copies the lists. */
    public Subprocess {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
    }

    /**
     * How it ended.
     *
     * @param exitCode its exit code
     * @param output the last 64 KiB of what it wrote to standard output
     * @param errors the last 64 KiB of what it wrote to standard error
     */
    public record Outcome(int exitCode, String output, String errors) {
        private static final int TAIL_LINES = 50;

        /** {@return the last fifty lines of what it said, errors last} */
        public String tail() {
            List<String> lines = (output + errors).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        }
    }

    /**
     * Runs the program without input. Programs that it leaves behind may keep its output open; what they write is not waited for.
     *
     * @param limit how long it may take; it is killed after that
     * @return how it ended
     * @throws MilieuException {@link CoreError#COMMAND_FAILED} if it cannot be started or takes too long
     * @throws InterruptedException if the calling thread was interrupted; the program is killed
     */
    public Outcome run(Duration limit) throws InterruptedException {
        Process process = start();
        try {
            process.getOutputStream().close();
            Tail output = Tail.of(process.getInputStream());
            Tail errors = Tail.of(process.getErrorStream());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new MilieuException(
                        CoreError.COMMAND_FAILED,
                        "`" + command.getFirst() + "` did not end within " + limit.toSeconds() + " s and was stopped");
            }
            return new Outcome(process.exitValue(), output.text(), errors.text());
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.COMMAND_FAILED, "the output of `" + command.getFirst() + "` broke off", List.of(), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.directory(new java.io.File(directory.toString()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new MilieuException(
                    CoreError.COMMAND_FAILED,
                    "`" + command.getFirst() + "` could not be started: " + e.getMessage(),
                    List.of(),
                    e);
        }
    }
}
