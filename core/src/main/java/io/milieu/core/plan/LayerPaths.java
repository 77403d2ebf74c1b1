package io.milieu.core.plan;

import io.milieu.core.store.LayerKey;
import java.nio.file.Path;

/** Where layers are in the store. */
@FunctionalInterface
public interface LayerPaths {
    /** {@return the folder of the layer, which is present} */
    Path of(LayerKey key);
}
