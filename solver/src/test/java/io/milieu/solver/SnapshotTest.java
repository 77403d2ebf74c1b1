package io.milieu.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.milieu.solver.Resolution.NoSolution;
import io.milieu.solver.Resolution.Solution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Path DATA = Path.of(System.getProperty("milieu.data", "absent"), "resolvelib");

    @Test
    void publishedCasesHaveTheirPublishedOutcome() throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(DATA), "the public test data is not at " + DATA);
        try (Stream<Path> files = Files.list(DATA.resolve("case"))) {
            for (Path file : files.sorted().toList()) {
                run(file);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static void run(Path file) throws IOException, InterruptedException {
        Map<String, Object> published = Snapshot.read(file);
        Path plain = DATA.resolve("index").resolve(published.get("index") + ".json");
        Path index = Files.exists(plain) ? plain : Path.of(plain + ".xz");
        assumeTrue(plain.equals(index) || Files.isExecutable(Path.of("/usr/bin/xz")), "xz is not installed");
        Shelf shelf = new Snapshot(Snapshot.read(index)).shelf;
        String[] requested = ((List<String>) published.getOrDefault("requested", List.of()))
                .stream().flatMap(text -> Snapshot.normal(text).stream()).toArray(String[]::new);
        Resolution<String> resolution = shelf.solve(requested);
        if (published.get("resolved") instanceof Map<?, ?> resolved) {
            assertThat(resolution).as(file.toString()).isInstanceOf(Solution.class);
            assertValid(shelf, requested, (Solution<String>) resolution);
            Map<String, String> choices = shelf.choices(resolution);
            resolved.forEach((name, pin) -> {
                Object version = pin instanceof Map<?, ?> detailed ? detailed.get("version") : pin;
                assertThat(ShelfVersion.of(choices.getOrDefault(name.toString(), "0")))
                        .as("%s in %s", name, file)
                        .isEqualByComparingTo(ShelfVersion.of(String.valueOf(version)));
            });
        } else {
            assertThat(resolution).as(file.toString()).isInstanceOf(NoSolution.class);
            assertThat(shelf.explain(resolution)).contains("requires markupsafe and markupsafe was not found");
        }
    }

    private static void assertValid(Shelf shelf, String[] requested, Solution<String> solution) {
        Map<String, Integer> decisions = solution.decisions();
        for (String text : requested) {
            assertMet(shelf.requirement(text), decisions);
        }
        decisions.forEach((name, index) -> {
            if (shelf.dependencies(name, index) instanceof Dependencies.Known<String> known) {
                known.requirements().forEach(requirement -> assertMet(requirement, decisions));
            }
        });
    }

    private static void assertMet(Requirement<String> requirement, Map<String, Integer> decisions) {
        assertThat(decisions).containsKey(requirement.target());
        assertThat(requirement.allowed().contains(decisions.getOrDefault(requirement.target(), 0)))
                .as(requirement.words())
                .isTrue();
    }
}
