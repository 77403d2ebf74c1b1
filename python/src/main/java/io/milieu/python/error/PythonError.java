package io.milieu.python.error;

import io.milieu.core.error.ErrorCode;

/** The failures that the Python module reports. */
public enum PythonError implements ErrorCode {
    /** A project or extra name breaks the grammar of names. */
    NAME_INVALID("name-invalid", Actor.REQUESTER),
    /** A version is not one of PEP 440. */
    VERSION_INVALID("version-invalid", Actor.REQUESTER),
    /** A version specifier breaks PEP 440. */
    SPECIFIER_INVALID("specifier-invalid", Actor.REQUESTER),
    /** A dependency specifier breaks PEP 508. */
    REQUIREMENT_INVALID("requirement-invalid", Actor.REQUESTER),
    /** An environment marker breaks PEP 508. */
    MARKER_INVALID("marker-invalid", Actor.REQUESTER),
    /** The metadata of a distribution cannot be used. */
    METADATA_INVALID("metadata-invalid", Actor.INDEX),
    /** A file name that should be a wheel's is not. */
    WHEEL_NAME_INVALID("wheel-name-invalid", Actor.INDEX),
    /** No index knows the project. */
    PACKAGE_NOT_FOUND("package-not-found", Actor.REQUESTER),
    /** The index believes that the project is harmful and offers nothing of it (PEP 792). */
    PACKAGE_QUARANTINED("package-quarantined", Actor.REQUESTER),
    /** The project exists, but no version of it fits. */
    NO_MATCHING_VERSION("no-matching-version", Actor.REQUESTER),
    /** The requirements contradict each other. */
    NO_SOLUTION("no-solution", Actor.REQUESTER),
    /** Hashes are required, and something has none, or no exact version. */
    HASHES_MISSING("hashes-missing", Actor.REQUESTER),
    /** An index does not exist at the address given. */
    INDEX_MISSING("index-missing", Actor.REQUESTER),
    /** A page of an index cannot be understood. */
    PAGE_INVALID("page-invalid", Actor.INDEX),
    /** A wheel is malformed or tries something that no wheel may do. */
    WHEEL_REFUSED("wheel-refused", Actor.INDEX),
    /** A source tree says nothing that can be understood about how it is built. */
    SOURCE_INVALID("source-invalid", Actor.REQUESTER),
    /** A build backend failed, or needs itself. */
    BUILD_FAILED("build-failed", Actor.REQUESTER),
    /** No interpreter on this node is the one asked for. */
    INTERPRETER_NOT_FOUND("interpreter-not-found", Actor.NODE),
    /** An interpreter does not start, or answers nonsense about itself. */
    INTERPRETER_BROKEN("interpreter-broken", Actor.NODE),
    /** The installed packages do not satisfy each other's requirements. */
    PACKAGES_INCONSISTENT("pip-check-failed", Actor.REQUESTER),
    /** A lock file breaks PEP 751. */
    LOCK_INVALID("lock-invalid", Actor.REQUESTER),
    /** A lock file is not for this interpreter, or does not have what is asked for. */
    LOCK_MISMATCH("lock-mismatch", Actor.REQUESTER),
    /** pip or uv, which was to choose in Milieu's place, is not there or failed. */
    INSTALLER_FAILED("installer-failed", Actor.REQUESTER),
    /** A repository cannot be reached, or has no such revision. */
    REPOSITORY_FAILED("repository-failed", Actor.REQUESTER),
    /** A {@code pyproject.toml}, a dependency group or a script's metadata breaks its standard (PEP 621, 735, 723). */
    PROJECT_INVALID("project-invalid", Actor.REQUESTER);

    private final String id;
    private final Actor actor;

    PythonError(String id, Actor actor) {
        this.id = id;
        this.actor = actor;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Actor actor() {
        return actor;
    }
}
