package io.milieu.agent.build;

import io.milieu.core.build.Environment;
import io.milieu.core.event.BuildEvent;

/** Told of what a queue does, on the threads of the builds; must return at once and not throw. */
@FunctionalInterface
public interface BuildObserver {
    /** An environment was made, or found. */
    void made(Environment environment);

    /** Something happened in a build. */
    default void happened(Build build, BuildEvent event) {}
}
