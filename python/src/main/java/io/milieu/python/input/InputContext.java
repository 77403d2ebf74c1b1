package io.milieu.python.input;

import java.nio.file.Path;
import java.util.Map;

/**
 * Who writes requirements.
 *
 * @param directory the folder they stand in: where relative paths start that are not in a file
 * @param variables what {@code ${NAME}} stands for
 * @param documents what reads files that are named by URL
 */
public record InputContext(Path directory, Map<String, String> variables, Documents documents) {
    /** Copies the variables. */
    public InputContext {
        variables = Map.copyOf(variables);
    }
}
