package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.PageReply;
import io.milieu.core.fetch.PageReply.NotFound;
import io.milieu.core.fetch.PageReply.NotModified;
import io.milieu.core.fetch.PageReply.Page;
import io.milieu.core.fetch.Validators;
import io.milieu.python.name.PackageName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One index on a server or in a folder (PEP 503). Pages of a server are kept on disk; pages of a folder are read anew. */
final class SimpleIndex {
    /** Ten times the largest that are known; read, such a page still fits into a small heap. */
    static final int LARGEST_PAGE = 32 << 20;

    private final URI base;
    private final IndexContext context;
    private volatile boolean unreachable;

    SimpleIndex(URI base, IndexContext context) {
        this.base = base;
        this.context = context;
    }

    /** {@return the page of the project; empty if this index does not have it} */
    Optional<ProjectPage> page(PackageName project) {
        URI uri = base.resolve(project.normalized() + "/");
        return "file".equals(base.getScheme()) ? folder(uri) : remote(uri, project.normalized());
    }

    private Optional<ProjectPage> folder(URI uri) {
        Path folder = Path.of(uri);
        Path page = folder.resolve("index.html");
        if (!Files.isRegularFile(page)) {
            return Files.isDirectory(folder) ? Optional.of(ProjectPage.of(LinkFolder.files(folder))) : Optional.empty();
        }
        return context.fetcher().page(page.toUri(), LARGEST_PAGE) instanceof Page found
                ? Optional.of(PageReader.read(found.body(), "text/html", uri))
                : Optional.empty();
    }

    private Optional<ProjectPage> remote(URI uri, String project) {
        Instant now = context.clock().instant();
        Optional<CachedPage> kept = context.cache().page(base, project);
        Optional<CachedPage> current = kept.filter(
                        page -> unreachable || (page.isFreshAt(now) && !context.revalidate()))
                .or(() -> ask(uri, project, kept));
        return current.map(CachedPage::read);
    }

    private Optional<CachedPage> ask(URI uri, String project, Optional<CachedPage> kept) {
        Validators known = kept.map(CachedPage::validators).orElse(Validators.none());
        PageReply reply;
        try {
            reply = context.fetcher().page(uri, Map.of("Accept", PageReader.ACCEPT), known, LARGEST_PAGE);
        } catch (MilieuException e) {
            if (e.code() != CoreError.FETCH_FAILED || kept.isEmpty()) {
                throw e;
            }
            unreachable = true;
            context.warnings().accept(e.getMessage() + "; what this index said earlier is used");
            return kept;
        }
        Instant now = context.clock().instant();
        Optional<CachedPage> fresh = switch (reply) {
            case Page page -> Optional.of(CachedPage.of(page, now));
            case NotModified same -> kept.map(page -> page.renewed(same.headers(), now));
            case NotFound() -> Optional.empty();
        };
        fresh.ifPresentOrElse(
                page -> context.cache().keep(base, project, page),
                () -> context.cache().forget(base, project));
        return fresh;
    }
}
