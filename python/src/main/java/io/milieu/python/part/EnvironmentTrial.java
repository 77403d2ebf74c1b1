package io.milieu.python.part;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.plan.PartPlan.Rigour;
import io.milieu.core.posix.Subprocess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Starts the interpreter of an assembled environment and lets it say what is wrong.
 *
 * @param environment the folder
 * @param sitePackages where its packages are, relative
 * @param variables the variables of the trial
 */
record EnvironmentTrial(Path environment, String sitePackages, Map<String, String> variables) {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    void run(Rigour rigour) throws IOException, InterruptedException {
        Map<String, String> clean = new HashMap<>(variables);
        clean.keySet().removeAll(List.of("PYTHONPATH", "PYTHONHOME"));
        // What is imported must not leave byte code in layers.
        clean.put("PYTHONDONTWRITEBYTECODE", "1");
        List<String> command = List.of(
                environment.resolve("bin/python").toString(),
                "-c",
                script(),
                rigour.name().toLowerCase(Locale.ROOT),
                environment.resolve(sitePackages).toString());
        Subprocess.Outcome outcome = new Subprocess(command, clean, environment).run(LIMIT);
        if (outcome.exitCode() != 0) {
            throw new MilieuException(
                    CoreError.VALIDATION_FAILED,
                    "the environment failed its " + rigour.name().toLowerCase(Locale.ROOT) + " validation:\n"
                            + outcome.tail(),
                    List.of("Ask for other versions, or leave out `validation_type` to use it all the same."));
        }
    }

    private static String script() throws IOException {
        try (InputStream resource = EnvironmentTrial.class.getResourceAsStream("trial.py")) {
            return new String(Objects.requireNonNull(resource, "trial.py").readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
