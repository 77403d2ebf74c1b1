package io.milieu.python.part;

import io.milieu.core.base.OnceMap;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Credentials;
import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.fetch.Fetcher;
import io.milieu.core.fetch.PageReply;
import io.milieu.core.link.LinkMode;
import io.milieu.core.link.Linker;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.Node;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.core.plan.Workshop;
import io.milieu.core.posix.DiskFailure;
import io.milieu.python.index.IndexCache;
import io.milieu.python.index.IndexClient;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.index.PipConfiguration;
import io.milieu.python.input.Documents;
import io.milieu.python.interpreter.Interpreter;
import io.milieu.python.interpreter.InterpreterFinder;
import io.milieu.python.interpreter.InterpreterProbe;
import io.milieu.python.interpreter.ProbeCache;
import io.milieu.python.interpreter.PythonRequest;
import io.milieu.python.interpreter.SearchPlaces;
import io.milieu.python.tag.Target;
import io.milieu.python.venv.WheelLayer;
import io.milieu.python.wheel.WheelUnpacker;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Python's part uses of this node: interpreters, pip's configuration, connections to indexes, the pool that unpacks wheels.
 * Thread-safe.
 */
public final class PythonNode implements AutoCloseable {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);
    private static final int LAYERS_IN_MEMORY = 256;
    private static final int INTERPRETERS_IN_MEMORY = 16;
    private static final int DOCUMENT_LIMIT = 16 << 20;

    private final Node node;
    private final PipConfiguration pip;
    private final IndexCache indexes;
    private final ProbeCache interpreters;
    private final WheelUnpacker unpacker = new WheelUnpacker();
    private final OnceMap<Path, WheelLayer> layers = new OnceMap<>(LAYERS_IN_MEMORY);
    private final OnceMap<Interpreter, Target> targets = new OnceMap<>(INTERPRETERS_IN_MEMORY);
    private final Map<LinkMode, Linker> linkers = new ConcurrentHashMap<>();
    // Connections are kept open for the life of the library: one pool per way of reaching servers, and there are few.
    private final Map<FetchSettings, Fetcher> fetchers = new ConcurrentHashMap<>();
    private volatile @Nullable Workshop workshop;
    private volatile boolean closed;

    private PythonNode(Node node) {
        this.node = node;
        this.pip = new PipConfiguration(node.variables(), node.caches());
        this.indexes = new IndexCache(node.caches());
        this.interpreters = new ProbeCache(node.caches().resolve("interpreters-v1"));
    }

    /** {@return Python's share of a node} */
    public static PythonNode of(Node node) {
        return new PythonNode(node);
    }

    /** {@return the same, where layers and environments can be made} */
    public static PythonNode of(Node node, Workshop workshop) {
        PythonNode python = new PythonNode(node);
        python.join(workshop);
        return python;
    }

    /** {@return what finds interpreters, for a user who stands in the working directory} */
    public InterpreterFinder finder() {
        return finder(Path.of(""));
    }

    /** {@return the interpreter that a request asks for} */
    Interpreter interpreter(EnvironmentRequest request) {
        String wanted = request.options().python();
        PythonRequest python = wanted.isEmpty() ? new PythonRequest.Any() : PythonRequest.parse(wanted);
        SearchPlaces places = places(request.directory());
        // An interpreter and its pip each take as long to answer: they are asked at the same time.
        return new InterpreterFinder(places, probe(places, pip::ask)).find(python);
    }

    /** {@return the interpreter at that path, as it is now} */
    Interpreter interpreterAt(Path executable) {
        return probe(places(Path.of("")), _ -> {}).probe(executable);
    }

    /**
     * {@return where packages come from}
     *
     * @param interpreter whose pip is asked, unless the options name every source
     * @param layers options, the later ones more important
     * @param directory where relative paths start
     */
    IndexConfiguration index(Interpreter interpreter, List<IndexOptions> layers, Path directory) {
        boolean named = layers.stream()
                .anyMatch(options -> options.noIndex() || !options.indexUrl().isEmpty());
        IndexConfiguration configuration;
        try {
            configuration = pip.of(interpreter.executable());
        } catch (MilieuException e) {
            // Whoever names an index needs no pip.
            if (!named) {
                throw e;
            }
            configuration = IndexConfiguration.empty();
        }
        for (IndexOptions options : layers) {
            configuration = lay(configuration, options);
        }
        return configuration.withLinksFrom(directory);
    }

    /**
     * {@return a client of those indexes for that request, good for one resolution}
     *
     * @param places further URLs that may hold credentials
     */
    IndexClient client(
            EnvironmentRequest request, IndexConfiguration configuration, List<URI> places, Consumer<String> warnings) {
        FetchSettings settings = settings(configuration.fetchSettings(node.variables(), places), request);
        return new IndexClient(configuration, fetcher(settings), indexes, node.clock(), warnings);
    }

    private Fetcher fetcher(FetchSettings settings) {
        Fetcher fetcher = fetchers.computeIfAbsent(settings.with(Credentials.none()), Fetcher::new)
                .as(settings.credentials());
        if (closed) {
            // Whoever closed may not have seen this one.
            fetcher.close();
        }
        return fetcher;
    }

    private static FetchSettings settings(FetchSettings usual, EnvironmentRequest request) {
        return request.options().offline() ? usual.withOffline(true) : usual;
    }

    /** {@return what reads requirements files that are named by URL} */
    Documents documents(EnvironmentRequest request) {
        return uri -> {
            PageReply reply = fetcher(settings(FetchSettings.of(node.variables(), List.of(uri)), request))
                    .page(uri, DOCUMENT_LIMIT);
            return switch (reply) {
                case PageReply.Page page -> page.body();
                case PageReply.NotFound _, PageReply.NotModified _ ->
                    throw new MilieuException(
                            CoreError.PATH_INVALID,
                            "the requirements file `" + Redacted.urls(uri) + "` does not exist");
            };
        };
    }

    /** Closes the connections and ends the threads. */
    @Override
    public void close() {
        closed = true;
        fetchers.values().forEach(Fetcher::close);
        unpacker.close();
        pip.close();
    }

    /** {@return what markers and tags that interpreter has} */
    Target target(Interpreter interpreter) {
        return targets.get(
                interpreter,
                () -> Target.of(
                        interpreter.version(),
                        interpreter.markers(),
                        interpreter.build().facts()));
    }

    /**
     * {@return what links files of layers into environments} All are on the file system of the store: that it can do everything is
     * found out once; what it cannot do may have been about one file and is tried again.
     *
     * @param source any file of a layer
     * @param environment a writable directory
     * @throws IOException if the directory cannot be written
     */
    Linker linker(LinkMode mode, Path source, Path environment) throws IOException {
        Linker known = linkers.get(mode);
        if (known != null) {
            return known;
        }
        Linker probed = Linker.probed(mode, source, environment);
        if (probed.isComplete(mode)) {
            linkers.put(mode, probed);
        }
        return probed;
    }

    /** {@return the layer in that folder, which never changes} */
    WheelLayer layer(Path folder) {
        return layers.get(folder, () -> {
            try {
                return WheelLayer.read(folder);
            } catch (IOException e) {
                throw DiskFailure.of("read what a layer holds", folder, e);
            }
        });
    }

    /** Tells where layers and environments are made. */
    void join(Workshop shop) {
        workshop = shop;
    }

    /** {@return where layers and environments are made} */
    Workshop workshop() {
        Workshop shop = workshop;
        if (shop == null) {
            throw new IllegalStateException("the part was not told of a workshop");
        }
        return shop;
    }

    /** {@return the folder of what can be lost} */
    Path caches() {
        return node.caches();
    }

    WheelUnpacker unpacker() {
        return unpacker;
    }

    Map<String, String> variables() {
        return node.variables();
    }

    private static IndexConfiguration lay(IndexConfiguration base, IndexOptions options) {
        IndexConfiguration laid = options.noIndex() ? base.withIndexes(List.of()) : base;
        // As with pip, no index means none, also of those named beside it.
        if (!options.noIndex() && !options.indexUrl().isEmpty()) {
            laid = laid.withMainIndex(url("--index-url", options.indexUrl()));
        }
        for (String extra : options.noIndex() ? List.<String>of() : options.extraIndexUrls()) {
            laid = laid.withExtraIndex(url("--extra-index-url", extra));
        }
        for (String place : options.findLinks()) {
            laid = laid.withFindLinks(
                    place.contains("://") ? url("--find-links", place).toString() : place);
        }
        return options.pre() ? laid.withPrereleases(true) : laid;
    }

    private static URI url(String option, String text) {
        try {
            URI url = new URI(text);
            boolean remote = Set.of("http", "https").contains(String.valueOf(url.getScheme()));
            if (remote ? url.getHost() != null : "file".equals(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Its own message would show the credentials: told below without them.
        }
        throw new MilieuException(
                CoreError.USAGE, "`" + option + " " + Redacted.urls(text) + "` is not an http, https or file URL");
    }

    private InterpreterFinder finder(Path directory) {
        SearchPlaces places = places(directory);
        return new InterpreterFinder(places, probe(places, _ -> {}));
    }

    private InterpreterProbe probe(SearchPlaces places, Consumer<Path> unknown) {
        return new InterpreterProbe(places, interpreters, PROBE_LIMIT, unknown);
    }

    private SearchPlaces places(Path directory) {
        return new SearchPlaces(node.variables(), Path.of("/"), directory);
    }
}
