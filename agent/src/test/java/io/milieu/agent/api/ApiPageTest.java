package io.milieu.agent.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.agent.build.BuildQueue;
import io.milieu.agent.build.GatedPart;
import io.milieu.agent.lease.Launchers;
import io.milieu.core.Milieu;
import io.milieu.core.plan.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiPageTest {
    private static final Pattern PATH = Pattern.compile("^ {2}(/\\S*):$");
    private static final Pattern METHOD = Pattern.compile("^ {4}(get|post|put|delete):$");

    @TempDir
    Path folder;

    @Test
    void thePageNamesEveryRouteAndNoOther() throws IOException {
        Node node = new Node(folder.resolve("caches"), Map.of(), InstantSource.system());
        try (Milieu milieu = Milieu.open(folder.resolve("store"), List.of(new GatedPart()), node);
                BuildQueue queue = new BuildQueue(milieu.pipeline(), node.clock(), 1, environment -> {})) {
            Launchers launchers = new Launchers(folder, milieu.leases());
            Set<String> served =
                    AgentApi.routes(milieu, queue, launchers, new EventHub(), new Statistics()).routes().stream()
                            .map(route -> route.method() + " " + route.template())
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(described()).isEqualTo(served);
        }
    }

    private static Set<String> described() throws IOException {
        Set<String> routes = new TreeSet<>();
        String path = "";
        for (String line : Files.readAllLines(page())) {
            Matcher found = PATH.matcher(line);
            if (found.matches()) {
                path = found.group(1);
            }
            Matcher method = METHOD.matcher(line);
            if (method.matches() && !path.isEmpty()) {
                routes.add(method.group(1).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return routes;
    }

    private static Path page() {
        Path here = Path.of("docs/agent-api.yaml");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }
}
