package io.milieu.python.lock;

import java.util.List;
import java.util.Optional;

/** Where a package of a lock comes from. */
public sealed interface LockedSource {

    /**
     * A repository.
     *
     * @param type the kind of repository, such as {@code git}
     * @param url where it is; may be absent if there is a path
     * @param path where it is on disk, from the lock file on
     * @param requestedRevision the branch or tag that was asked for
     * @param commitId the exact commit
     * @param subdirectory where in it the project is
     */
    record Vcs(
            String type,
            Optional<String> url,
            Optional<String> path,
            Optional<String> requestedRevision,
            String commitId,
            Optional<String> subdirectory)
            implements LockedSource {}

    /**
     * A folder with a source tree.
     *
     * @param path where it is, from the lock file on
     * @param editable whether it is installed as editable
     * @param subdirectory where in it the project is
     */
    record Directory(String path, boolean editable, Optional<String> subdirectory) implements LockedSource {}

    /**
     * An archive that was asked for by its URL or path.
     *
     * @param file the archive
     * @param subdirectory where in it the project is
     */
    record Archive(LockedFile file, Optional<String> subdirectory) implements LockedSource {}

    /**
     * What an index offers of one version.
     *
     * @param sdist the source distribution
     * @param wheels the wheels
     */
    record Files(Optional<LockedFile> sdist, List<LockedFile> wheels) implements LockedSource {
        /** Copies the list. */
        public Files {
            wheels = List.copyOf(wheels);
        }
    }
}
