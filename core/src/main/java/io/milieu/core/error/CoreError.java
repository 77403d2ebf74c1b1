package io.milieu.core.error;

/** The failures that the core library itself reports. */
public enum CoreError implements ErrorCode {
    /** A spec breaks a rule; the message lists every problem with its place. */
    SPEC_INVALID("spec-invalid", Actor.REQUESTER),
    /** Text that should be JSON is not. */
    JSON_MALFORMED("json-malformed", Actor.REQUESTER),
    /** A field is understood only by a module that is not installed. */
    FIELD_NEEDS_MODULE("field-needs-module", Actor.REQUESTER),
    /** No installed part claims a field. */
    FIELD_UNKNOWN("field-unknown", Actor.REQUESTER),
    /** Something asked for is part of a standard but not built yet. */
    NOT_SUPPORTED("not-supported", Actor.REQUESTER),
    /** A file or folder named in the request does not exist or has the wrong kind. */
    PATH_INVALID("path-invalid", Actor.REQUESTER),
    /** A file of the code changed between being looked at and being read. */
    CODE_CHANGED("code-changed", Actor.REQUESTER, true),
    /** An archive tries to leave its layer, is broken, or expands beyond reason. */
    ARCHIVE_REFUSED("archive-refused", Actor.REQUESTER),
    /** Bytes do not have the hash that was promised for them. */
    HASH_MISMATCH("hash-mismatch", Actor.INDEX),
    /** A server could not be reached, or broke off, after all retries. */
    FETCH_FAILED("fetch-failed", Actor.INDEX, true),
    /** A server asks for credentials or refuses the ones given. */
    FETCH_DENIED("fetch-denied", Actor.INDEX),
    /** Something is not on this machine, and no server may be asked. */
    OFFLINE("offline", Actor.REQUESTER),
    /** The disk is full. */
    DISK_FULL("disk-full", Actor.NODE),
    /** The operating system refuses access to a file or folder. */
    PERMISSION_DENIED("permission-denied", Actor.NODE),
    /** Reading or writing failed for another reason. */
    IO_FAILED("io-failed", Actor.NODE, true),
    /** The store has a format that this version does not understand. */
    STORE_FORMAT("store-format", Actor.NODE),
    /** The build did not end within {@code setup_timeout_seconds}. */
    SETUP_TIMEOUT("setup-timeout", Actor.REQUESTER, true),
    /** The build was cancelled. */
    CANCELLED("cancelled", Actor.REQUESTER, true),
    /** The finished environment failed its validation. */
    VALIDATION_FAILED("validation-failed", Actor.REQUESTER),
    /** A command could not be started. */
    COMMAND_FAILED("command-failed", Actor.REQUESTER),
    /** No environment has the given name. */
    ENVIRONMENT_UNKNOWN("environment-unknown", Actor.REQUESTER),
    /** What should be removed is leased by a living process. */
    IN_USE("in-use", Actor.REQUESTER),
    /** A command line or setting cannot be understood. */
    USAGE("usage", Actor.REQUESTER),
    /** A defect in Milieu. */
    DEFECT("defect", Actor.DEVELOPER);

    private final String id;
    private final Actor actor;
    private final boolean retryMayHelp;

    CoreError(String id, Actor actor) {
        this(id, actor, false);
    }

    CoreError(String id, Actor actor, boolean retryMayHelp) {
        this.id = id;
        this.actor = actor;
        this.retryMayHelp = retryMayHelp;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Actor actor() {
        return actor;
    }

    @Override
    public boolean retryMayHelp() {
        return retryMayHelp;
    }
}
