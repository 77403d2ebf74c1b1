package io.milieu.core.event;

/** Receives a build's events. Called from several threads at once; must return quickly and not throw. */
@FunctionalInterface
public interface BuildListener {
    /** Takes one event. */
    void on(BuildEvent event);

    /** {@return a listener that ignores everything} */
    static BuildListener none() {
        return event -> {};
    }
}
