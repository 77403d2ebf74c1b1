package io.milieu.core.build;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildEvent.Stage;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.plan.PartPlan.Rigour;
import io.milieu.core.plan.Plan;
import io.milieu.core.posix.Executables;
import io.milieu.core.posix.Subprocess;
import io.milieu.core.spec.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries an assembled environment, as its spec's {@code validation_type} asks, before anybody can use it. Thread-safe. */
public final class Validator {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    private final Map<String, String> variables;

    /** A validator whose trials run with these variables. */
    public Validator(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Tries an environment.
     *
     * @param plan what was built
     * @param directory where it is, not yet published
     * @param launch how a worker will run in it, naming the published folder
     * @param listener told of progress
     * @throws MilieuException {@link CoreError#VALIDATION_FAILED} with what the trial said
     * @throws IOException if a trial could not be started
     * @throws InterruptedException if the calling thread was interrupted
     */
    void validate(Plan plan, Path directory, Launch launch, BuildListener listener)
            throws IOException, InterruptedException {
        Optional<Validation> wanted = plan.request().spec().validationType();
        if (wanted.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        listener.on(new BuildEvent.StageStarted(Stage.VALIDATE));
        switch (wanted.get()) {
            case Validation.Minimal() -> check(plan, directory, launch, Rigour.MINIMAL);
            case Validation.Full() -> check(plan, directory, launch, Rigour.FULL);
            case Validation.Custom(List<String> command) -> custom(command, directory, launch);
        }
        listener.on(new BuildEvent.StageFinished(Stage.VALIDATE, Duration.ofNanos(System.nanoTime() - start)));
    }

    private static void check(Plan plan, Path directory, Launch launch, Rigour rigour)
            throws IOException, InterruptedException {
        for (PartPlan part : plan.parts().values()) {
            for (PartPlan.Check check : part.checks(rigour)) {
                check.run(directory, launch);
            }
        }
    }

    private void custom(List<String> command, Path directory, Launch launch) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(variables);
        environment.putAll(launch.variables());
        Path bin = directory.resolve("bin");
        environment.put("PATH", bin + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
        // What is imported must not leave byte code in layers.
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("VIRTUAL_ENV", directory.toString());
        // Looked up here: a process is started from the PATH of this one, not from its own.
        List<String> words = new ArrayList<>(command);
        Executables.find(command.getFirst(), environment, directory).ifPresent(path -> words.set(0, path.toString()));
        Subprocess.Outcome outcome = new Subprocess(words, environment, directory).run(TIME_LIMIT);
        if (outcome.exitCode() != 0) {
            throw new MilieuException(
                    CoreError.VALIDATION_FAILED,
                    "the validation command `" + String.join(" ", command) + "` ended with exit code "
                            + outcome.exitCode() + ":\n" + outcome.tail(),
                    List.of("Run the command in an environment made without `validation_type` to look closer."));
        }
    }
}
