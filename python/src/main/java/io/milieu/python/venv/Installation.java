package io.milieu.python.venv;

/**
 * A distribution of an environment.
 *
 * @param layer its files
 * @param requested whether somebody asked for it by name, rather than another distribution (PEP 376, REQUESTED)
 * @param directUrl the JSON of {@code direct_url.json} (PEP 610) without secrets; empty if it came from an index
 */
public record Installation(WheelLayer layer, boolean requested, String directUrl) {

    /** {@return a distribution that nobody asked for by name, from an index} */
    public static Installation of(WheelLayer layer) {
        return new Installation(layer, false, "");
    }

    /** {@return whether this environment's RECORD says more than the layer's} */
    boolean hasOwnRecord() {
        var manifest = layer.manifest();
        return requested
                || !directUrl.isEmpty()
                || !manifest.commands().isEmpty()
                || !manifest.pythonScripts().isEmpty()
                || !manifest.headers().children().isEmpty();
    }
}
