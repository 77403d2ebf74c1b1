package io.milieu.core.store;

import java.io.IOException;

/** Produces the content of an entry that the store does not have. */
@FunctionalInterface
public interface LayerSource {

    /**
     * Fills the empty folder {@link Staging#directory()}. Called at most once at a time per key, among all processes that share
     * the store; whatever it throws, the half-built folder is removed and nothing is published.
     *
     * @return the bytes that the content takes on disk
     * @throws IOException if writing fails; reported to whoever asked as a {@code MilieuException}
     * @throws InterruptedException if the building thread is cancelled; another waiting thread then starts anew
     */
    long produce(Staging staging) throws IOException, InterruptedException;
}
