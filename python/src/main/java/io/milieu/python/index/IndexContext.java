package io.milieu.python.index;

import io.milieu.core.fetch.Fetcher;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What the sources of one client share.
 *
 * @param fetcher gets bytes
 * @param cache keeps them
 * @param clock tells how old they are
 * @param warnings is told what a user should know though it is no failure
 * @param revalidate whether the server is asked about pages that are still fresh
 */
record IndexContext(
        Fetcher fetcher, IndexCache cache, InstantSource clock, Consumer<String> warnings, boolean revalidate) {

    IndexContext revalidating() {
        return new IndexContext(fetcher, cache, clock, warnings, true);
    }
}
