package io.milieu.ray.agent;

import io.milieu.core.lease.Holder;
import io.milieu.core.posix.ProcessIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The process that started the agent. Each ends when the other does.
 *
 * @param process who it is, if the system tells
 * @param pipe whether our standard input is a pipe from it that ends with it
 */
record Raylet(Optional<ProcessIdentity> process, boolean pipe) {
    private static final System.Logger LOG = System.getLogger(Raylet.class.getName());

    /** {@return the process that these variables and the system tell} */
    static Raylet of(Map<String, String> variables) {
        long pid;
        try {
            pid = Long.parseLong(variables.getOrDefault("RAY_RAYLET_PID", ""));
        } catch (NumberFormatException untold) {
            pid = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
        }
        String pipe = variables.getOrDefault("RAY_enable_pipe_based_agent_to_parent_health_check", "1");
        return new Raylet(
                pid > 0 ? ProcessIdentity.of(pid) : Optional.empty(), pipe.equals("1") || pipe.equals("true"));
    }

    /** {@return whose life leases are bound to} */
    Holder holder() {
        return process.<Holder>map(Holder.OfProcess::new).orElseGet(Holder::self);
    }

    /**
     * Waits until it has ended.
     *
     * @param input our standard input
     * @throws InterruptedException if the waiting thread was interrupted
     */
    void awaitEnd(InputStream input) throws InterruptedException {
        Optional<ProcessHandle> other = process.flatMap(found -> ProcessHandle.of(found.pid()));
        if (!pipe && other.isPresent()) {
            awaitEnd(other.get());
            return;
        }
        try {
            // Nothing ever comes; the end does.
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            LOG.log(System.Logger.Level.WARNING, "the pipe from the raylet broke: " + broken.getMessage());
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get();
        } catch (ExecutionException untold) {
            LOG.log(System.Logger.Level.WARNING, "the end of the raylet was not told: " + untold.getMessage());
        }
    }
}
