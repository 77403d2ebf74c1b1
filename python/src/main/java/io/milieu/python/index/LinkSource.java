package io.milieu.python.index;

import io.milieu.core.base.OnceMap;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.PageReply.Page;
import io.milieu.python.name.PackageName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One {@code --find-links} place: a folder, a file, or a page with links to files of many projects. Read once. */
final class LinkSource {
    /** No project is called so. */
    private static final String NAME = "links.page";

    private final String place;
    private final IndexContext context;
    private final OnceMap<String, List<ProjectFile>> files = new OnceMap<>(1);

    LinkSource(String place, IndexContext context) {
        this.place = place;
        this.context = context;
    }

    List<ProjectFile> files(PackageName project) {
        return files.get(place, this::read).stream()
                .filter(file -> DistributionNames.belongsTo(file.fileName(), project))
                .toList();
    }

    /** As with pip, a place that does not exist is worth a warning and no failure. */
    private List<ProjectFile> read() {
        URI uri = uri();
        String name = PageLinks.fileName(uri);
        if (!"file".equals(uri.getScheme())) {
            return DistributionNames.isDistribution(name)
                    ? PageLinks.resolve(uri, place).stream()
                            .map(file -> ProjectFile.at(name, file).withHashes(PageLinks.fragmentHashes(place)))
                            .toList()
                    : page(uri);
        }
        Path path = Path.of(URI.create("file://" + uri.getRawPath()));
        if (Files.isDirectory(path)) {
            return LinkFolder.files(path);
        }
        return DistributionNames.isDistribution(name) && Files.isRegularFile(path)
                ? List.of(LinkFolder.file(path))
                : page(uri);
    }

    private List<ProjectFile> page(URI uri) {
        Optional<ProjectPage> page =
                "file".equals(uri.getScheme()) ? local(uri) : pages(uri).page(uri, NAME);
        if (page.isPresent()) {
            return page.get().files();
        }
        context.warnings().accept("there is nothing at `" + Redacted.urls(place) + "`, which is searched for links");
        return List.of();
    }

    private Optional<ProjectPage> local(URI uri) {
        return context.fetcher().page(uri, KeptPages.LARGEST_PAGE) instanceof Page page
                ? Optional.of(PageReader.read(page.body(), "text/html", page.uri()))
                : Optional.empty();
    }

    private KeptPages pages(URI uri) {
        return new KeptPages(uri, context);
    }

    private URI uri() {
        try {
            return place.contains("://") || place.startsWith("file:")
                    ? URI.create(place)
                    : Path.of(place).toAbsolutePath().toUri();
        } catch (IllegalArgumentException e) {
            throw new MilieuException(
                    CoreError.USAGE, "`" + Redacted.urls(place) + "` is neither a path nor a URL with links");
        }
    }
}
