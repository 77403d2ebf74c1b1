package io.milieu.core.plan;

import io.milieu.core.event.BuildListener;
import io.milieu.core.store.LayerKey;
import io.milieu.core.store.Staging;
import java.io.IOException;

/**
 * How one layer comes to be, if the store lacks it.
 *
 * @param key where it is kept
 * @param label what people call it, for example {@code numpy 2.1.0}
 * @param bytes what it weighs to fetch; -1 if nobody said
 * @param work makes it
 */
public record LayerRecipe(LayerKey key, String label, long bytes, Work work) {

    /** Makes a layer. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does what must not be done while others wait for this very layer, such as making an environment to build it in: two layers
         * that need each other would wait for ever. Called before {@link #produce}, perhaps by several at once.
         *
         * @param listener told of progress
         * @throws InterruptedException if the calling thread was interrupted
         */
        default void prepare(BuildListener listener) throws InterruptedException {}

        /**
         * Fills the staging folder.
         *
         * @param staging the empty folder and where it will live
         * @param listener told of progress
         * @return the bytes on disk
         * @throws IOException if reading or writing fails
         * @throws InterruptedException if the calling thread was interrupted
         */
        long produce(Staging staging, BuildListener listener) throws IOException, InterruptedException;
    }
}
