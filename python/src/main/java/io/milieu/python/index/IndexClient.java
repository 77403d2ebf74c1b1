package io.milieu.python.index;

import io.milieu.core.base.OnceMap;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Download;
import io.milieu.core.fetch.Fetcher;
import io.milieu.python.error.PythonError;
import io.milieu.python.index.ProjectPage.Status;
import io.milieu.python.metadata.CoreMetadata;
import io.milieu.python.name.PackageName;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The package sources of one configuration as one: which files a project has, their metadata, and the files. Every page and
 * every metadata is asked for once in the life of a client, however many threads want it; what is kept on disk outlives it
 * and is shared by processes. A page that is older than its server allows is asked for again; if the server cannot be
 * reached, it is used all the same, with a warning. Make one client for each resolution. Thread-safe.
 *
 * <p>Besides the failures named at the methods, all may fail as {@link Fetcher} does; a server that refuses access is a
 * failure, never a reason to look into the next index.
 */
public final class IndexClient {
    private static final int PAGES_IN_MEMORY = 1024;

    private final IndexConfiguration configuration;
    private final IndexContext context;
    private final List<SimpleIndex> indexes;
    private final List<LinkSource> links;
    private final KeptFiles files;
    private final MetadataSource metadata;
    private final OnceMap<PackageName, ProjectPage> pages = new OnceMap<>(PAGES_IN_MEMORY);

    /**
     * Makes a client.
     *
     * @param fetcher made with {@link IndexConfiguration#fetchSettings}, so that it has the credentials; stays open
     * @param cache what this and other clients keep
     * @param clock tells how old a page is
     * @param warnings is told, on any thread, what a user should know though it is no failure
     */
    public IndexClient(
            IndexConfiguration configuration,
            Fetcher fetcher,
            IndexCache cache,
            InstantSource clock,
            Consumer<String> warnings) {
        this(configuration, new IndexContext(fetcher, cache, clock, warnings, false));
    }

    private IndexClient(IndexConfiguration configuration, IndexContext context) {
        this.context = context;
        this.configuration = configuration;
        this.indexes = configuration.indexes().stream()
                .map(index -> new SimpleIndex(index, context))
                .toList();
        this.links = configuration.findLinks().stream()
                .map(place -> new LinkSource(place, context))
                .toList();
        this.files = new KeptFiles(context);
        this.metadata = new MetadataSource(context, files);
    }

    /** {@return a client like this one that asks the server about every page, however fresh the kept one is} */
    public IndexClient revalidating() {
        return new IndexClient(configuration, context.revalidating());
    }

    /**
     * {@return the files of a project: those of the first index that has it, behind those from {@code --find-links}}
     *
     * @throws MilieuException {@link PythonError#INDEX_MISSING} if there is no source at all; {@link
     *     PythonError#PACKAGE_NOT_FOUND} if no source has it; {@link PythonError#PACKAGE_QUARANTINED} if its index believes it to be
     *     harmful; {@link PythonError#PAGE_INVALID} if a page cannot be understood
     */
    public ProjectPage files(PackageName project) {
        return pages.get(project, () -> find(project));
    }

    /**
     * {@return the header fields of the {@code METADATA} of a file, without the description} Taken from the metadata file beside
     * it, else from the end of the wheel, else from the whole wheel, which is then kept for its download.
     *
     * @throws MilieuException {@link CoreError#HASH_MISMATCH} if it is not what the index promised; {@link
     *     PythonError#WHEEL_REFUSED} if the wheel is broken; {@link CoreError#NOT_SUPPORTED} for a source distribution without
     *     metadata beside it
     */
    public String metadata(ProjectFile file) {
        return metadata.metadata(file);
    }

    /**
     * {@return the same, parsed}
     *
     * @throws MilieuException as {@link #metadata} does; {@link PythonError#METADATA_INVALID} if it cannot be understood
     */
    public CoreMetadata coreMetadata(ProjectFile file) {
        Supplier<CoreMetadata> parsed = () -> CoreMetadata.parse(metadata(file));
        // A file in a folder may change.
        return "file".equals(file.uri().getScheme())
                ? parsed.get()
                : context.cache().metadata(file, parsed);
    }

    /**
     * {@return a file as it is, with its SHA-256 and size} For one that nobody promises a SHA-256 of: it is fetched to find out, and need not
     * be fetched again for its download.
     *
     * @throws MilieuException {@link CoreError#HASH_MISMATCH} if it is not what is promised otherwise
     */
    public ProjectFile pin(ProjectFile file) {
        return files.pin(file);
    }

    /**
     * Brings a file to this machine.
     *
     * @param target the file to be; its folder exists; appears when it is complete and verified
     * @param progress is told the bytes so far
     * @return what was fetched
     * @throws MilieuException {@link CoreError#HASH_MISMATCH} if it is not what the index promised
     */
    public Download download(ProjectFile file, Path target, LongConsumer progress) {
        return files.download(file, target, progress);
    }

    private ProjectPage find(PackageName project) {
        if (configuration.indexes().isEmpty() && configuration.findLinks().isEmpty()) {
            throw new MilieuException(
                    PythonError.INDEX_MISSING,
                    "no package index is configured to look for `" + project + "` in",
                    List.of("Name one with --index-url, or a folder with wheels with --find-links."));
        }
        URI pin = configuration.pins().get(project);
        if (pin != null) {
            return usable(
                    project,
                    new SimpleIndex(pin, context)
                            .page(project)
                            .orElseThrow(() -> notFound(project, List.of(Redacted.urls(pin)))));
        }
        Map<String, ProjectFile> merged = new LinkedHashMap<>();
        for (LinkSource source : links) {
            source.files(project).forEach(file -> merged.putIfAbsent(file.fileName(), file));
        }
        Optional<ProjectPage> page = firstIndex(project);
        if (page.isEmpty() && merged.isEmpty()) {
            throw notFound(project, configuration.sources());
        }
        if (merged.isEmpty()) {
            return usable(project, page.get());
        }
        // What a user has at hand is not the index's to judge.
        ProjectPage indexed =
                page.filter(found -> found.status() != Status.QUARANTINED).orElse(ProjectPage.of(List.of()));
        indexed.files().forEach(file -> merged.putIfAbsent(file.fileName(), file));
        return new ProjectPage(new ArrayList<>(merged.values()), indexed.status(), indexed.statusReason());
    }

    private Optional<ProjectPage> firstIndex(PackageName project) {
        for (SimpleIndex index : indexes) {
            Optional<ProjectPage> page = index.page(project);
            if (page.isPresent()) {
                return page;
            }
        }
        return Optional.empty();
    }

    private static ProjectPage usable(PackageName project, ProjectPage page) {
        if (page.status() != Status.QUARANTINED) {
            return page;
        }
        throw new MilieuException(
                PythonError.PACKAGE_QUARANTINED,
                "package `" + project + "` is in quarantine, so its index offers no files" + page.reason(),
                List.of("It is believed to be harmful: do without it, or use another project."));
    }

    private MilieuException notFound(PackageName project, List<String> sources) {
        String places = sources.stream().collect(Collectors.joining("`, `", "`", "`"));
        return new MilieuException(
                PythonError.PACKAGE_NOT_FOUND,
                "package `" + project + "` was not found in " + places,
                List.of(
                        "Check the spelling of the name.",
                        "If it is in another index, name that with --index-url or --extra-index-url."));
    }
}
