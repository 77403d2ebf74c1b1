package io.milieu.python.scenario;

import io.milieu.core.fetch.Fetcher;
import io.milieu.python.index.IndexCache;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.resolve.NoSolutionException;
import io.milieu.python.resolve.Origins;
import io.milieu.testkit.FakeClock;
import io.milieu.testkit.IndexServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The index of a scenario, served and ready to be asked. */
final class ScenarioIndex implements AutoCloseable {
    private final Scenario scenario;
    private final IndexServer server;
    private final Fetcher fetcher;
    private final IndexClient client;

    ScenarioIndex(Scenario scenario, Path temp) throws IOException {
        this.scenario = scenario;
        server = scenario.serve();
        IndexConfiguration sources = IndexConfiguration.empty().withIndexes(List.of(server.uri()));
        fetcher = new Fetcher(sources.fetchSettings(Map.of()));
        Path cache = Files.createTempDirectory(temp, "cache");
        client = new IndexClient(sources, fetcher, new IndexCache(cache), new FakeClock(), warning -> {});
    }

    IndexClient client() {
        return client;
    }

    /** Source distributions say what they need without being built. */
    Origins origins() {
        Map<String, String> known = scenario.sources();
        return (indexed, file) -> CoreMetadata.parse(known.getOrDefault(file.fileName(), ""));
    }

    /** {@return a failure as a user sees it, with a place for the index that is the same in every run} */
    static String shown(NoSolutionException failure) {
        StringBuilder text = new StringBuilder(
                failure.getMessage().replaceAll("http://127\\.0\\.0\\.1:\\d+/", "https://index.example/"));
        text.append("\n");
        failure.hints().forEach(hint -> text.append("hint: ").append(hint).append("\n"));
        return text.toString();
    }

    @Override
    public void close() {
        fetcher.close();
        server.close();
    }
}
