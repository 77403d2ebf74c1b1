package io.milieu.core.deploy;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Exactly how a worker process is started. The words of {@code argv} are passed as they are; no shell reads them.
 *
 * @param argv the program, by absolute path, and its arguments
 * @param variables its whole environment
 * @param directory where it starts
 */
public record LaunchCommand(List<String> argv, Map<String, String> variables, Path directory) {
    /** Copies the collections. */
    public LaunchCommand {
        argv = List.copyOf(argv);
        variables = Map.copyOf(variables);
    }

    /**
     * {@return the JSON form}
     *
     * @param inherited variables that the worker has anyway; only what differs from them is shown
     */
    public JsonObject toJson(Map<String, String> inherited) {
        Map<String, String> changed = new TreeMap<>(variables);
        changed.entrySet().removeIf(entry -> entry.getValue().equals(inherited.get(entry.getKey())));
        return JsonValue.object()
                .put("argv", JsonValue.ofStrings(argv))
                .put("variables", JsonValue.ofStrings(changed))
                .put("directory", directory.toString())
                .build();
    }
}
