package io.milieu.python.resolve;

import io.milieu.core.event.BuildListener;
import io.milieu.python.index.IndexClient;
import java.util.List;

/**
 * Chooses one version of everything that is needed, or says why that is impossible. Follows pip where the standards leave room:
 * newest first, what the base has stays, pre-releases and yanked versions only when asked for. Thread-safe.
 */
public final class Resolver {
    private final IndexClient index;
    private final Origins origins;

    /** A resolver that asks this index, and builds nothing. */
    public Resolver(IndexClient index) {
        this(index, Origins.NONE);
    }

    /** A resolver that asks this index, and these for what is no wheel. */
    public Resolver(IndexClient index, Origins origins) {
        this.index = index;
        this.origins = origins;
    }

    /**
     * Resolves.
     *
     * @param request what is asked for, and for which interpreter
     * @param listener told what is looked at
     * @return the chosen distributions by name, those of the base among them
     * @throws NoSolutionException if there is none
     * @throws InterruptedException if the calling thread was interrupted
     */
    public List<ResolvedPackage> resolve(ResolveRequest request, BuildListener listener) throws InterruptedException {
        try (Source source = new Source(index, origins, new ReleaseFiles(1), request)) {
            Search search = new Search(request, source);
            return switch (search.run(listener)) {
                case Search.Found found -> search.packages(found, listener);
                case Search.Failed failure -> throw search.explained(failure);
            };
        }
    }
}
