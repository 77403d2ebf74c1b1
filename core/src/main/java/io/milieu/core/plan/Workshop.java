package io.milieu.core.plan;

import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a part may have made while it answers a request: layers, and environments to work in. A part that builds from source does so
 * in an environment like any other. Thread-safe.
 */
public interface Workshop {

    /** Work in an environment. */
    @FunctionalInterface
    interface Job<T> {
        /**
         * Works; the environment stays until this returns.
         *
         * @param launch how a program runs in it
         * @throws IOException if reading or writing fails
         * @throws InterruptedException if the calling thread was interrupted
         */
        T run(Launch launch) throws IOException, InterruptedException;
    }

    /** Work on a finished layer. */
    @FunctionalInterface
    interface Use<T> {
        /**
         * Reads; the layer stays until this returns.
         *
         * @param layer its folder
         * @throws IOException if reading or writing fails
         * @throws InterruptedException if the calling thread was interrupted
         */
        T read(Path layer) throws IOException, InterruptedException;
    }

    /**
     * Prepares an environment and works in it.
     *
     * @param request the environment; {@link EnvironmentRequest#purpose} says what it is for
     * @param listener told of warnings
     * @param job the work
     * @return what the job returns
     * @throws MilieuException if the environment cannot be made, or the disk fails
     * @throws InterruptedException if the calling thread was interrupted
     */
    <T> T in(EnvironmentRequest request, BuildListener listener, Job<T> job) throws InterruptedException;

    /**
     * Obtains a layer, which is made once among all threads and processes, and reads it.
     *
     * @param recipe the layer
     * @param listener told of progress
     * @param use what is done with it
     * @return what the use returns
     * @throws MilieuException if the layer cannot be made, or the disk fails
     * @throws InterruptedException if the calling thread was interrupted
     */
    <T> T with(LayerRecipe recipe, BuildListener listener, Use<T> use) throws InterruptedException;
}
