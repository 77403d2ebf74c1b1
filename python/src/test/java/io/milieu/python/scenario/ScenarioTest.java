package io.milieu.python.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.event.BuildListener;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.NoSolutionException;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.Resolver;
import io.milieu.python.resolve.Scope;
import io.milieu.python.tag.Libc;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The published resolver scenarios for one environment: every outcome is the expected one, or decided with a reason. */
@Timeout(120)
class ScenarioTest {
    /** To be read as a user would when it changes; what a run printed is in {@code target/scenario-messages.txt}. */
    private static final Path MESSAGES = Path.of("src/test/resources/io/milieu/python/scenario/messages.txt");

    @TempDir
    Path temp;

    @Test
    void everyScenarioForOneEnvironmentEndsAsExpected() throws Exception {
        List<String> problems = new ArrayList<>();
        StringBuilder messages = new StringBuilder();
        List<Scenario> scenarios = Scenario.all().stream()
                .filter(scenario -> !scenario.isUniversal())
                .toList();
        for (Scenario scenario : scenarios) {
            Optional<Map<String, String>> outcome = outcome(scenario, messages);
            check(scenario, outcome, problems);
        }
        Files.writeString(Path.of("target/scenario-messages.txt"), messages);
        assertThat(problems).isEmpty();
        assertThat(scenarios).hasSize(99);
        assertThat(messages.toString()).isEqualTo(Files.readString(MESSAGES));
    }

    private static void check(Scenario scenario, Optional<Map<String, String>> outcome, List<String> problems) {
        Optional<ScenarioDecision> decision = ScenarioDecision.of(scenario);
        boolean asPublished = outcome.isPresent() == scenario.isSatisfiable()
                && (outcome.isEmpty()
                        || scenario.expected().isEmpty()
                        || scenario.expected().equals(outcome.get()));
        if (decision.isEmpty() && !asPublished) {
            problems.add(scenario + ": " + outcome + ", expected "
                    + (scenario.isSatisfiable() ? scenario.expected() : "no solution"));
        } else if (decision.isPresent() && asPublished) {
            problems.add(scenario + " is decided otherwise, but ends as published");
        } else if (decision.isPresent() && !decision.get().outcome().equals(outcome)) {
            problems.add(
                    scenario + ": " + outcome + ", decided " + decision.get().outcome());
        }
    }

    private Optional<Map<String, String>> outcome(Scenario scenario, StringBuilder messages) throws Exception {
        try (ScenarioIndex index = new ScenarioIndex(scenario, temp)) {
            Map<String, String> versions = new TreeMap<>();
            new Resolver(index.client(), index.origins())
                    .resolve(request(scenario), BuildListener.none())
                    .forEach(each -> versions.put(
                            each.name().toString(), each.candidate().version().toString()));
            return Optional.of(versions);
        } catch (NoSolutionException e) {
            messages.append("# ")
                    .append(scenario)
                    .append("\n")
                    .append(ScenarioIndex.shown(e))
                    .append("\n");
            return Optional.empty();
        }
    }

    private static ResolveRequest request(Scenario scenario) {
        String python = scenario.python();
        String full = python.matches("\\d+\\.\\d+") ? python + ".0" : python;
        String minor = full.replaceFirst("^(\\d+\\.\\d+).*", "$1");
        int number = Integer.parseInt(minor.substring(2));
        PlatformFacts facts = new PlatformFacts(
                "cpython",
                3,
                number,
                "",
                ".cpython-3" + number + "-x86_64-linux-gnu.so",
                "linux-x86_64",
                new Libc(Libc.Kind.GLIBC, 2, 36),
                false,
                false,
                Set.of());
        MarkerEnvironment markers = new MarkerEnvironment(
                "cpython", full, "posix", "x86_64", "CPython", "6.1", "Linux", "#1", full, minor, "linux");
        return new ResolveRequest(
                scenario.requirements().stream().map(Requirement::parse).toList(),
                Scope.of(new Target(Version.parse(full), markers, SupportedTags.of(facts))),
                scenario.rules(),
                Map.of());
    }
}
