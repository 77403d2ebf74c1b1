package io.milieu.python.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.milieu.core.event.BuildListener;
import io.milieu.core.fetch.Fetcher;
import io.milieu.python.index.FormatControl;
import io.milieu.python.index.IndexCache;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.NoSolutionException;
import io.milieu.python.resolve.Origins;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.ResolveRules;
import io.milieu.python.resolve.Resolver;
import io.milieu.python.tag.Libc;
import io.milieu.python.tag.PlatformFacts;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.version.Version;
import io.milieu.testkit.FakeClock;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
        List<Scenario> scenarios =
                scenarios().filter(scenario -> !scenario.isUniversal()).toList();
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

    private static Stream<Scenario> scenarios() throws IOException {
        Path folder = Path.of(System.getProperty("milieu.data", "../shared/data"), "scenarios");
        if (!Files.isDirectory(folder)) {
            return abort("the published scenarios are not here: " + folder);
        }
        List<Scenario> scenarios = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".toml"))
                    .sorted()
                    .toList()) {
                scenarios.add(Scenario.read(file));
            }
        }
        return scenarios.stream();
    }

    private Optional<Map<String, String>> outcome(Scenario scenario, StringBuilder messages) throws Exception {
        try (IndexServer server = scenario.serve()) {
            IndexConfiguration sources = IndexConfiguration.empty().withIndexes(List.of(server.uri()));
            try (Fetcher fetcher = new Fetcher(sources.fetchSettings(Map.of()))) {
                Path cache = Files.createTempDirectory(temp, "cache");
                IndexClient client =
                        new IndexClient(sources, fetcher, new IndexCache(cache), new FakeClock(), warning -> {});
                Map<String, String> versions = new TreeMap<>();
                Map<String, String> known = scenario.sources();
                Origins origins = (indexed, file) -> CoreMetadata.parse(known.getOrDefault(file.fileName(), ""));
                new Resolver(client, origins)
                        .resolve(request(scenario), BuildListener.none())
                        .forEach(each -> versions.put(
                                each.name().toString(),
                                each.candidate().version().toString()));
                return Optional.of(versions);
            }
        } catch (NoSolutionException e) {
            messages.append("# ")
                    .append(scenario)
                    .append("\n")
                    .append(e.getMessage().replaceAll("http://127\\.0\\.0\\.1:\\d+/", "https://index.example/"))
                    .append("\n");
            e.hints().forEach(hint -> messages.append("hint: ").append(hint).append("\n"));
            messages.append("\n");
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
                Version.parse(full),
                markers,
                SupportedTags.of(facts),
                rules(scenario),
                Map.of());
    }

    private static ResolveRules rules(Scenario scenario) {
        ResolveRules standard = ResolveRules.STANDARD;
        FormatControl formats = FormatControl.any();
        for (String project : scenario.withoutWheels()) {
            formats = formats.noBinary(project);
        }
        for (String project : scenario.withoutSources()) {
            formats = formats.onlyBinary(project);
        }
        return new ResolveRules(
                Map.of(),
                Map.of(),
                standard.hashes(),
                scenario.prereleases() ? standard.releases().allReleases(":all:") : standard.releases(),
                formats,
                false,
                standard.excludeNewer(),
                standard.strategy(),
                true);
    }
}
