package io.milieu.ray.packages;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Expectation;
import io.milieu.core.fetch.Fetcher;
import io.milieu.ray.gcs.ControlStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings the archives of packages to this node. Thread-safe.
 *
 * @param store what drivers uploaded
 * @param fetcher asks web servers
 */
public record PackageSource(ControlStore store, Fetcher fetcher) {

    /** Writes the archive to a file that does not exist yet. */
    void copy(PackageUri uri, Path file) {
        switch (uri.scheme()) {
            case "gcs" -> upload(uri, file);
            case "http", "https", "file" -> download(uri, file);
            default ->
                throw new MilieuException(
                        CoreError.NOT_SUPPORTED,
                        "packages at `" + uri.scheme() + "://` are not supported yet: `" + Redacted.urls(uri.text())
                                + "`",
                        List.of("Offer the archive by https."));
        }
    }

    private void upload(PackageUri uri, Path file) {
        if (!store.copy(uri.text(), file)) {
            throw new MilieuException(
                    CoreError.FETCH_FAILED,
                    "Ray's control store does not have `" + uri.text() + "` (any more)",
                    List.of(
                            "The driver uploads it and the cluster deletes it when its last job ends: start the job again.",
                            "Where drivers start slowly, raise RAY_RUNTIME_ENV_TEMPORARY_REFERENCE_EXPIRATION_S."));
        }
    }

    private void download(PackageUri uri, Path file) {
        if (fetcher.download(URI.create(uri.text()), file, Expectation.nothing(), bytes -> {})
                .isEmpty()) {
            throw new MilieuException(CoreError.PATH_INVALID, "there is no `" + Redacted.urls(uri.text()) + "`");
        }
    }
}
