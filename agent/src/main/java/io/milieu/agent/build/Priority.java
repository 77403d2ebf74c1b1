package io.milieu.agent.build;

/** What a build is for, the more urgent first. */
public enum Priority {
    /** A worker waits for it. */
    WORKER,
    /** Somebody thinks that it will be needed. */
    EAGER
}
