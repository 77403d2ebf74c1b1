package io.milieu.core.plan;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What parts may use of this node. Nothing in the library reads the clock or the environment by another way.
 *
 * @param caches the folder under which a part keeps what it can lose
 * @param variables the environment variables of the process that asks
 * @param clock the time
 */
public record Node(Path caches, Map<String, String> variables, InstantSource clock) {
    /** Copies the variables. */
    public Node {
        variables = Map.copyOf(variables);
    }
}
