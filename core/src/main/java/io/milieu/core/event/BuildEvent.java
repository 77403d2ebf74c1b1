package io.milieu.core.event;

import io.milieu.core.error.MilieuException;
import java.time.Duration;

/** One thing that happened while an environment was made. Values only; order within one layer is the order of time. */
public sealed interface BuildEvent {

    /** A stage began. */
    record StageStarted(Stage stage) implements BuildEvent {}

    /** A stage ended well. */
    record StageFinished(Stage stage, Duration took) implements BuildEvent {}

    /**
     * The plan is known.
     *
     * @param layers how many layers the environment is made of
     * @param missing how many of them the store lacks
     * @param bytes what they weigh to download, as far as it is known
     */
    record Planned(int layers, int missing, long bytes) implements BuildEvent {}

    /**
     * Something is being looked at while resolving, for example a package's page.
     *
     * @param subject what is looked at
     * @param known how many subjects were settled so far
     */
    record Resolving(String subject, int known) implements BuildEvent {}

    /**
     * Bytes of a layer arrived.
     *
     * @param layer the layer's label
     * @param bytes how many so far
     * @param total how many are expected; -1 if nobody said
     */
    record Fetching(String layer, long bytes, long total) implements BuildEvent {}

    /** A layer's bytes are complete and it is being unpacked. */
    record Unpacking(String layer) implements BuildEvent {}

    /** A layer is in the store. */
    record LayerReady(String layer) implements BuildEvent {}

    /** Something the user should know, though the build goes on. */
    record Warning(String text) implements BuildEvent {}

    /**
     * The build ended well: the last event.
     *
     * @param environment the beginning of its id
     */
    record Ready(String environment) implements BuildEvent {}

    /** The build ended without an environment, also by being cancelled: the last event. */
    record Failed(MilieuException failure) implements BuildEvent {}

    /** The stages of a build, in order. */
    enum Stage {
        /** Floating versions become an exact lock. */
        RESOLVE("Resolving"),
        /** Missing layers are fetched and built. */
        FETCH("Fetching"),
        /** Links are made. */
        ASSEMBLE("Linking"),
        /** The finished environment is tried out. */
        VALIDATE("Validating");

        private final String label;

        Stage(String label) {
            this.label = label;
        }

        /** {@return what is being done, for people} */
        public String label() {
            return label;
        }
    }
}
