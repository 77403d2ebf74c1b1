package io.milieu.python.resolve;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.index.ProjectFile;
import io.milieu.python.metadata.CoreMetadata;

/** What is needed to resolve with distributions that are no wheels of an index. Thread-safe. */
public interface Origins {
    /** Source distributions are never built: only what an index says of them can be used. */
    Origins NONE = (index, file) -> index.get();

    /** Reads the metadata that an index has of a file. */
    @FunctionalInterface
    interface Indexed {
        /** {@return the metadata beside the file} */
        CoreMetadata get();
    }

    /**
     * {@return the metadata of every wheel that is built of a source distribution; where the distribution does not promise it, it is
     * built to find out}
     *
     * @param indexed reads the metadata file beside it
     * @param file the source distribution
     * @throws InterruptedException if the calling thread was interrupted
     */
    CoreMetadata metadata(Indexed indexed, ProjectFile file) throws InterruptedException;

    /**
     * {@return what a direct reference leads to (PEP 508)} The same each time, and the same for all ways to write it.
     *
     * @param reference the URL; it may hold credentials
     * @throws InterruptedException if the calling thread was interrupted
     */
    default Candidate.Direct direct(String reference) throws InterruptedException {
        throw new MilieuException(
                CoreError.NOT_SUPPORTED,
                "`" + Redacted.urls(reference)
                        + "` is a direct reference, and only packages of an index can be used here");
    }
}
