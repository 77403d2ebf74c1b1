package io.milieu.python.index;

import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.PageReply.Page;
import io.milieu.python.name.PackageName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One index on a server or in a folder (PEP 503). Pages of a server are kept on disk; pages of a folder are read anew. */
final class SimpleIndex {
    private final URI base;
    private final IndexContext context;
    private final KeptPages pages;
    private final AtomicBoolean toldOfNewer = new AtomicBoolean();

    SimpleIndex(URI base, IndexContext context) {
        this.base = base;
        this.context = context;
        this.pages = new KeptPages(base, context);
    }

    /** {@return the page of the project; empty if this index does not have it} */
    Optional<ProjectPage> page(PackageName project) {
        URI uri = base.resolve(project.normalized() + "/");
        Optional<ProjectPage> page =
                "file".equals(base.getScheme()) ? folder(uri) : pages.page(uri, project.normalized());
        if (page.isPresent() && page.get().newer() && toldOfNewer.compareAndSet(false, true)) {
            context.warnings()
                    .accept("the index `" + Redacted.urls(base) + "` speaks a newer version of the index protocol than "
                            + ApiVersion.NEWEST + ": what is new in it is not seen");
        }
        return page;
    }

    private Optional<ProjectPage> folder(URI uri) {
        Path folder = Path.of(uri);
        Path page = folder.resolve("index.html");
        if (!Files.isRegularFile(page)) {
            return Files.isDirectory(folder) ? Optional.of(ProjectPage.of(LinkFolder.files(folder))) : Optional.empty();
        }
        return context.fetcher().page(page.toUri(), KeptPages.LARGEST_PAGE) instanceof Page found
                ? Optional.of(PageReader.read(found.body(), "text/html", uri))
                : Optional.empty();
    }
}
