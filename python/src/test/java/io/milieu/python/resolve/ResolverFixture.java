package io.milieu.python.resolve;

import static io.milieu.testkit.WheelMaker.wheel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milieu.core.event.BuildEvent;
import io.milieu.core.fetch.Fetcher;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.IndexCache;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.input.InputContext;
import io.milieu.python.input.InputReader;
import io.milieu.python.input.PackagesInput;
import io.milieu.python.interpreter.InstalledDistribution;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.Target;
import io.milieu.python.version.Version;
import io.milieu.testkit.FakeClock;
import io.milieu.testkit.IndexBuilder;
import io.milieu.testkit.IndexServer;
import io.milieu.testkit.WheelMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Resolutions for an interpreter that is not there: Python 3.13.2 on Linux, with pure wheels only. */
@Timeout(60)
abstract class ResolverFixture {
    static final MarkerEnvironment MARKERS = new MarkerEnvironment(
            "cpython", "3.13.2", "posix", "x86_64", "CPython", "6.1", "Linux", "#1", "3.13.2", "3.13", "linux");
    private static final Scope SCOPE = Scope.of(
            new Target(Version.parse("3.13.2"), MARKERS, SupportedTags.of(List.of(new Tag("py3", "none", "any")))));

    @TempDir
    Path temp;

    final IndexBuilder index = IndexServer.builder();
    final Map<PackageName, InstalledDistribution> base = new HashMap<>();
    final List<BuildEvent> events = new ArrayList<>();
    String[] options = {};

    final void offer(WheelMaker... makers) {
        Stream.of(makers).forEach(maker -> index.add(maker.make()));
    }

    final void versions(String name, String... versions) {
        Stream.of(versions).forEach(version -> offer(wheel(name, version)));
    }

    final void yank(String name, String version) {
        index.yanked(name + "-" + version + "-py3-none-any.whl", "broken");
    }

    final void install(String name, String version, String... requirements) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name + "-" + version + ".dist-info"));
        String metadata = "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n";
        for (String requirement : requirements) {
            metadata += "Requires-Dist: " + requirement + "\n";
        }
        Files.writeString(folder.resolve("METADATA"), metadata);
        PackageName key = PackageName.of(name);
        base.put(key, new InstalledDistribution(key, version, folder));
    }

    final List<ResolvedPackage> resolve(String... requirements) throws InterruptedException {
        try (IndexServer server = index.start()) {
            IndexConfiguration sources = IndexConfiguration.empty().withIndexes(List.of(server.uri()));
            InputReader reader = new InputReader(new InputContext(temp, Map.of(), uri -> new byte[0]));
            reader.options(List.of(options), "options");
            reader.lines(List.of(requirements), 0);
            PackagesInput input = reader.input();
            ResolveRequest request = new ResolveRequest(
                    input.packages().stream()
                            .flatMap(line -> line.requirement().stream())
                            .toList(),
                    SCOPE,
                    ResolveRules.of(
                            input,
                            input.rules()
                                    .over(sources.withPrereleases(input.index().pre())),
                            SCOPE),
                    base);
            try (Fetcher fetcher = new Fetcher(sources.fetchSettings(Map.of()))) {
                IndexClient client = new IndexClient(
                        sources, fetcher, new IndexCache(temp.resolve("cache")), new FakeClock(), warning -> {});
                return new Resolver(client).resolve(request, events::add);
            }
        }
    }

    final String chosen(String... requirements) throws InterruptedException {
        List<String> words = resolve(requirements).stream()
                .map(each -> each.name() + " " + each.candidate().version()
                        + (each.candidate() instanceof Candidate.Installed ? " (base)" : ""))
                .toList();
        return String.join(", ", words);
    }

    final void assertNone(PythonError code, String sentences, List<String> hints, String... requirements) {
        assertThatThrownBy(() -> resolve(requirements))
                .hasMessage("no set of versions meets the requirements:\n  " + sentences)
                .isInstanceOfSatisfying(NoSolutionException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.hints()).isEqualTo(hints);
                });
    }
}
