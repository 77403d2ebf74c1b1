package io.milieu.python.input;

import io.milieu.core.error.MilieuException;
import java.net.URI;

/** Reads requirements files that are named by URL. Thread-safe. */
public interface Documents {
    /**
     * {@return the bytes of a document}
     *
     * @param uri an http or https URL; it may hold credentials, which are used and not shown
     * @throws MilieuException as a fetch does; {@link io.milieu.core.error.CoreError#PATH_INVALID} if there is no such document
     */
    byte[] read(URI uri);
}
