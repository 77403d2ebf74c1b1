package io.milieu.python.wheel;

/** A file or directory of a layer. */
public sealed interface LayerNode permits LayerFile, LayerDirectory {
    /** {@return its name, without a path} */
    String name();
}
