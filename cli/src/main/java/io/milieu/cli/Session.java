package io.milieu.cli;

import io.milieu.core.Milieu;
import io.milieu.core.build.BuildHandle;
import io.milieu.core.build.Environment;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Plan;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the command of one invocation works on.
 *
 * @param terminal where output goes
 * @param variables the environment variables of this process
 * @param directory the folder the user stands in
 * @param store where environments are
 * @param json whether output is for programs
 * @param quiet whether progress is left out
 */
record Session(
        Terminal terminal,
        Map<String, String> variables,
        Path directory,
        OpenStore store,
        boolean json,
        boolean quiet) {

    /** {@return the library on the store} */
    Milieu milieu() {
        return store.milieu();
    }

    /** Makes a plan, showing progress. */
    Plan plan(Milieu milieu, EnvironmentRequest request) throws InterruptedException {
        try (ProgressDisplay display = new ProgressDisplay(terminal)) {
            return milieu.pipeline().plan(request, listener(display));
        }
    }

    /** {@return what shows progress, if that is wanted} */
    BuildListener listener(ProgressDisplay display) {
        return quiet ? BuildListener.none() : display;
    }

    /** Makes an environment, showing progress; an interrupt cancels the build and waits until it has cleaned up. */
    Environment prepare(Milieu milieu, EnvironmentRequest request) throws InterruptedException {
        try (ProgressDisplay display = new ProgressDisplay(terminal)) {
            Optional<Environment> made = AgentBuild.prepare(milieu, request, listener(display));
            if (made.isPresent()) {
                return made.get();
            }
            BuildHandle handle = milieu.pipeline().prepare(request, listener(display));
            return Interruption.cancelling(handle).await();
        }
    }
}
