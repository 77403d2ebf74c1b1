package io.milieu.python.index;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.PageReply;
import io.milieu.core.fetch.PageReply.NotFound;
import io.milieu.core.fetch.PageReply.NotModified;
import io.milieu.core.fetch.PageReply.Page;
import io.milieu.core.fetch.Validators;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pages of one server, kept on disk: asked for again when they are no longer fresh, used however old when nothing may be asked,
 * and for some days when the server cannot be reached. That a page does not exist is kept for the time without connections only.
 * Thread-safe.
 */
final class KeptPages {
    /** Ten times the largest that are known; read, such a page still fits into a small heap. */
    static final int LARGEST_PAGE = 32 << 20;

    /** What was yanked or put into quarantine since is not seen: a week of that is enough. */
    private static final Duration LONGEST_OUTAGE = Duration.ofDays(7);

    private final URI base;
    private final IndexContext context;
    private volatile boolean unreachable;

    /** The pages below that URL. */
    KeptPages(URI base, IndexContext context) {
        this.base = base;
        this.context = context;
    }

    /** {@return the page at the URL, kept under that name; empty if the server does not have it} */
    Optional<ProjectPage> page(URI uri, String name) {
        Optional<CachedPage> kept = context.cache().page(base, name);
        boolean offline = context.fetcher().isOffline();
        if (offline && kept.isEmpty() && context.cache().isAbsent(base, name)) {
            return Optional.empty();
        }
        Instant now = context.clock().instant();
        return kept.filter(page -> offline
                        || (unreachable && !isTooOld(page, now))
                        || (page.isFreshAt(now) && !context.revalidate()))
                .or(() -> ask(uri, name, kept))
                .map(CachedPage::read);
    }

    private Optional<CachedPage> ask(URI uri, String name, Optional<CachedPage> kept) {
        Validators known = kept.map(CachedPage::validators).orElse(Validators.none());
        PageReply reply;
        try {
            reply = context.fetcher().page(uri, Map.of("Accept", PageReader.ACCEPT), known, LARGEST_PAGE);
        } catch (MilieuException e) {
            if (e.code() != CoreError.FETCH_FAILED || kept.isEmpty()) {
                throw e;
            }
            return earlier(kept.get(), e);
        }
        Instant now = context.clock().instant();
        Optional<CachedPage> fresh = switch (reply) {
            case Page page -> Optional.of(CachedPage.of(page, now));
            case NotModified same -> kept.map(page -> page.renewed(same.headers(), now));
            case NotFound() -> Optional.empty();
        };
        fresh.ifPresentOrElse(
                page -> context.cache().keep(base, name, page),
                () -> context.cache().keepAbsence(base, name));
        return fresh;
    }

    private Optional<CachedPage> earlier(CachedPage kept, MilieuException failure) {
        if (isTooOld(kept, context.clock().instant())) {
            throw new MilieuException(
                    CoreError.FETCH_FAILED,
                    failure.getMessage() + "; what this index said earlier is more than " + LONGEST_OUTAGE.toDays()
                            + " days old",
                    List.of("With `--offline` it is used however old."),
                    failure);
        }
        unreachable = true;
        context.warnings().accept(failure.getMessage() + "; what this index said earlier is used");
        return Optional.of(kept);
    }

    private static boolean isTooOld(CachedPage page, Instant now) {
        return now.isAfter(page.freshUntil().plus(LONGEST_OUTAGE));
    }
}
