package io.milieu.ray.agent;

import io.milieu.core.build.SetupLog;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildListener;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The logs of a node's agent, in the session's folder: its own, and one for the environments of each job. Thread-safe.
 *
 * @param agent the agent's own
 * @param folder of logs
 * @param clock the time
 */
record SetupLogs(RotatingLog agent, Path folder, InstantSource clock) {

    /** {@return the time} */
    Instant now() {
        return clock.instant();
    }

    /**
     * {@return the log of one environment being set up}
     *
     * @param job whose environment it is
     * @param more names of further files in the folder, which the user asked for
     */
    Log open(String job, List<String> more) {
        List<String> names = new ArrayList<>();
        names.add("runtime_env_setup-" + job + ".log");
        names.addAll(more);
        Log log = new Log(new SetupLog(names, folder, clock, BuildListener.none()), agent);
        log.job().open();
        return log;
    }

    /**
     * Written to while an environment is set up.
     *
     * @param job the job's files
     * @param agent the agent's own log, which gets warnings
     */
    record Log(SetupLog job, RotatingLog agent) implements BuildListener {
        @Override
        public void on(BuildEvent event) {
            job.on(event);
            if (event instanceof BuildEvent.Warning(String text)) {
                agent.write("WARNING", Redacted.urls(text));
            }
        }

        void unknownField(String name) {
            on(new BuildEvent.Warning("runtime_env field " + name
                    + " is not recognized by Ray and will be ignored: neither Milieu nor a plug-in knows it"));
        }
    }
}
