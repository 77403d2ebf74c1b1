package io.milieu.core.plan;

import java.util.List;

/** Makes a module's parts; found with {@link java.util.ServiceLoader}. */
public interface PartFactory {
    /**
     * Makes the parts.
     *
     * @param node what the parts may use of this node
     * @return the parts, each with fields that no other part claims
     */
    List<Part> parts(Node node);
}
