package io.milieu.core.build;

import io.milieu.core.deploy.EnvironmentDeployer;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.event.BuildEvent;
import io.milieu.core.event.BuildEvent.Stage;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Launch;
import io.milieu.core.plan.PartPlan;
import io.milieu.core.plan.PartPlan.Rigour;
import io.milieu.core.plan.Plan;
import io.milieu.core.posix.Subprocess;
import io.milieu.core.spec.Validation;
import io.milieu.core.store.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries an assembled environment, as its spec's {@code validation_type} asks, before anybody can use it. Thread-safe. */
public final class Validator {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(10);
    /** Twice the longest path, as a long one is in the second line. */
    private static final int SHEBANG_AT_MOST = 8192;

    private final Map<String, String> variables;

    /** A validator whose trials run with these variables. */
    public Validator(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Tries an environment.
     *
     * @param plan what was built
     * @param staging where it is, not yet published
     * @param listener told of progress
     * @throws MilieuException {@link CoreError#VALIDATION_FAILED} with what the trial said
     * @throws IOException if a trial could not be started
     * @throws InterruptedException if the calling thread was interrupted
     */
    void validate(Plan plan, Staging staging, BuildListener listener) throws IOException, InterruptedException {
        Optional<Validation> wanted = plan.request().spec().validationType();
        if (wanted.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        listener.on(new BuildEvent.StageStarted(Stage.VALIDATE));
        // Tried where it is now, not where it will be.
        Launch launch = plan.launch(new Staging(staging.directory(), staging.directory()));
        switch (wanted.get()) {
            case Validation.Minimal() -> check(plan, staging, launch, Rigour.MINIMAL);
            case Validation.Full() -> check(plan, staging, launch, Rigour.FULL);
            case Validation.Custom(List<String> command) -> custom(command, plan.request(), staging, launch);
        }
        listener.on(new BuildEvent.StageFinished(Stage.VALIDATE, Duration.ofNanos(System.nanoTime() - start)));
    }

    private static void check(Plan plan, Staging staging, Launch launch, Rigour rigour)
            throws IOException, InterruptedException {
        for (PartPlan part : plan.parts().values()) {
            for (PartPlan.Check check : part.checks(rigour)) {
                check.run(staging.directory(), launch);
            }
        }
    }

    /** As a worker, except that what it imports leaves no byte code in layers. */
    private void custom(List<String> command, EnvironmentRequest request, Staging staging, Launch launch)
            throws IOException, InterruptedException {
        WorkerRequest worker = new WorkerRequest(command, variables, request.directory()).withoutByteCode();
        LaunchCommand trial =
                new EnvironmentDeployer(new VirtualenvIsolation()).command(launch, request.spec(), worker);
        List<String> words = new ArrayList<>(trial.argv());
        if (isScript(Path.of(words.getFirst()), staging)) {
            launch.interpreter().ifPresent(words::addFirst);
        }
        Subprocess.Outcome outcome = new Subprocess(words, trial.variables(), trial.directory()).run(TIME_LIMIT);
        if (outcome.exitCode() != 0) {
            throw new MilieuException(
                    CoreError.VALIDATION_FAILED,
                    Redacted.urls("the validation command `" + String.join(" ", command) + "` ended with exit code "
                            + outcome.exitCode() + ":\n" + outcome.tail()),
                    List.of("Run the command in an environment made without `validation_type` to look closer."));
        }
    }

    /** A script of the environment begins with the path of its interpreter, where there is nothing before it is published. */
    private static boolean isScript(Path program, Staging staging) throws IOException {
        if (!program.startsWith(staging.directory())) {
            return false;
        }
        try (InputStream in = Files.newInputStream(program)) {
            String beginning = new String(in.readNBytes(SHEBANG_AT_MOST), StandardCharsets.UTF_8);
            return beginning.startsWith("#!")
                    && beginning.contains(staging.published().toString());
        }
    }
}
