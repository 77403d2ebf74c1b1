package io.milieu.python.wheel;

/**
 * A file of a layer.
 *
 * @param name without a path
 */
public record LayerFile(String name) implements LayerNode {}
