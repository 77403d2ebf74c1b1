package io.milieu.core.plan;

import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.store.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What one part adds to an environment. */
public interface PartPlan {
    /** {@return the layers the environment is made of, in order} */
    List<LayerRecipe> layers();

    /** {@return what beside the layers decides how the environment looks; enters its identity} */
    JsonObject identity();

    /**
     * Writes this part's share of the environment. Every layer is in the store.
     *
     * @param staging the environment's folder and where it will live
     * @param layers where the layers are
     * @param listener told of warnings
     * @return the bytes that its files take on disk; links into layers, hard links too, take none
     * @throws IOException if writing fails
     * @throws InterruptedException if the calling thread was interrupted
     */
    long assemble(Staging staging, LayerPaths layers, BuildListener listener) throws IOException, InterruptedException;

    /**
     * Adds what a worker needs to run in the environment.
     *
     * @param staging the environment's folder and where it will live; only the latter may enter the launch
     * @param launch what is collected
     */
    void contribute(Staging staging, Launch.Builder launch);

    /** {@return what checks the assembled environment beyond its structure, for the given rigour; runs before it is published} */
    default List<Check> checks(Rigour rigour) {
        return List.of();
    }

    /**
     * Work worth doing once the environment is in use, such as byte code. Runs off the critical path; a failure harms nobody.
     *
     * @param layers where the layers are
     * @param scratch an empty folder on their file system, removed afterwards
     * @throws IOException if writing fails
     * @throws InterruptedException if the calling thread was interrupted
     */
    default void afterwards(LayerPaths layers, Path scratch) throws IOException, InterruptedException {}

    /** How thoroughly an environment is tried before it is published. */
    enum Rigour {
        /** It starts. */
        MINIMAL,
        /** It starts, is consistent, and what it holds can be loaded. */
        FULL
    }

    /** One trial of an assembled environment. */
    @FunctionalInterface
    interface Check {
        /**
         * Tries the environment.
         *
         * @param environment the folder, not yet published
         * @param launch how a worker would run in that folder
         * @throws IOException if a file cannot be read
         * @throws InterruptedException if the calling thread was interrupted
         */
        void run(Path environment, Launch launch) throws IOException, InterruptedException;
    }
}
