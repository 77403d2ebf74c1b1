package io.milieu.python.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.event.BuildListener;
import io.milieu.python.region.Region;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.resolve.ForkStrategy;
import io.milieu.python.resolve.NoSolutionException;
import io.milieu.python.resolve.PlacedPackage;
import io.milieu.python.resolve.ResolveRequest;
import io.milieu.python.resolve.Scope;
import io.milieu.python.resolve.UniversalResolver;
import io.milieu.python.version.VersionSpecifiers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The published resolver scenarios for all environments at once: what is chosen where is read like a lock. */
@Timeout(120)
class UniversalScenarioTest {
    /** To be read as a user would when it changes; what a run printed is in {@code target/scenario-locks.txt}. */
    private static final Path LOCKS = Path.of("src/test/resources/io/milieu/python/scenario/locks.txt");

    /** Published as unsolvable, because the publisher's resolver does not see how to divide the environments. */
    private static final Set<String> SOLVABLE = Set.of(
            "fork/non-local-fork-marker-direct",
            "fork/non-local-fork-marker-transitive",
            "fork/preferences-dependent-forking-conflicting");

    @TempDir
    Path temp;

    @Test
    void everyUniversalScenarioEndsAsExpected() throws Exception {
        List<String> problems = new ArrayList<>();
        StringBuilder locks = new StringBuilder();
        List<Scenario> scenarios =
                Scenario.all().stream().filter(Scenario::isUniversal).toList();
        for (Scenario scenario : scenarios) {
            locks.append("# ").append(scenario).append("\n");
            boolean solved = lock(scenario, locks);
            boolean expected = scenario.isSatisfiable() || SOLVABLE.contains(scenario.name());
            if (solved != expected) {
                problems.add(scenario + (solved ? " has a solution" : " has no solution"));
            }
            locks.append("\n");
        }
        Files.writeString(Path.of("target/scenario-locks.txt"), locks);
        assertThat(problems).isEmpty();
        assertThat(scenarios).hasSize(35);
        assertThat(locks.toString()).isEqualTo(Files.readString(LOCKS));
    }

    private boolean lock(Scenario scenario, StringBuilder locks) throws Exception {
        Region region = Region.existing().and(Region.python(VersionSpecifiers.parse(scenario.pythons())));
        ResolveRequest request = new ResolveRequest(
                scenario.requirements().stream().map(Requirement::parse).toList(),
                Scope.of(region, ForkStrategy.REQUIRES_PYTHON),
                scenario.rules(),
                Map.of());
        try (ScenarioIndex index = new ScenarioIndex(scenario, temp)) {
            new UniversalResolver(index.client(), index.origins())
                    .resolve(List.of(request), BuildListener.none())
                    .forEach(each -> locks.append(line(each, region)).append("\n"));
            return true;
        } catch (NoSolutionException e) {
            locks.append(ScenarioIndex.shown(e));
            return false;
        }
    }

    private static String line(PlacedPackage each, Region region) {
        Marker marker = each.where().marker(region);
        return each.resolved().name() + " " + each.resolved().candidate().version()
                + (marker.equals(Marker.always()) ? "" : " ; " + marker);
    }
}
