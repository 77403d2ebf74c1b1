package io.milieu.python.index;

import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.fetch.Fetcher;
import io.milieu.core.fetch.RetryPolicy;
import io.milieu.core.fetch.Waiting;
import io.milieu.python.name.PackageName;
import io.milieu.testkit.FakeClock;
import io.milieu.testkit.IndexServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;

/** Clients that share a cache folder and a clock and do not wait between attempts. */
final class IndexFixture {
    static final PackageName DEMO = PackageName.of("demo");

    final FakeClock clock = new FakeClock();
    final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Path cache;

    IndexFixture(Path cache) {
        this.cache = cache;
    }

    IndexClient client(IndexServer... servers) {
        return client(IndexConfiguration.empty()
                .withIndexes(List.of(servers).stream().map(IndexServer::uri).toList()));
    }

    IndexClient client(IndexConfiguration configuration) {
        FetchSettings settings = configuration
                .fetchSettings(Map.of())
                .with(new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ZERO));
        Fetcher fetcher = new Fetcher(settings, new NoWaiting(), RandomGenerator.getDefault());
        return new IndexClient(configuration, fetcher, new IndexCache(cache), clock, warnings::add);
    }

    static IndexConfiguration links(Object place) {
        return IndexConfiguration.empty().withFindLinks(place.toString());
    }

    static URI withUser(URI uri) {
        return URI.create(uri.toString().replace("//", "//me:secret@"));
    }

    static List<String> names(ProjectPage page) {
        return page.files().stream().map(ProjectFile::fileName).toList();
    }

    private record NoWaiting() implements Waiting {
        @Override
        public void pause(Duration time) {}

        @Override
        public boolean ended(Future<?> work, Duration limit) throws InterruptedException {
            return Waiting.real().ended(work, limit);
        }
    }
}
