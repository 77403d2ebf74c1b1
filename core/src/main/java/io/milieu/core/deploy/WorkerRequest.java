package io.milieu.core.deploy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to run, and in which surroundings.
 *
 * @param command the worker's words; {@code python} as the first stands for the environment's interpreter
 * @param inherited the variables the worker inherits before the environment adds its own
 * @param directory where the worker starts if the spec names no {@code working_dir}
 */
public record WorkerRequest(List<String> command, Map<String, String> inherited, Path directory) {
    /** Copies the collections. */
    public WorkerRequest {
        command = List.copyOf(command);
        inherited = Map.copyOf(inherited);
        directory = directory.toAbsolutePath().normalize();
    }

    /** {@return the same worker, whose imports leave no byte code behind unless the spec says otherwise} */
    public WorkerRequest withoutByteCode() {
        Map<String, String> variables = new HashMap<>(inherited);
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        return new WorkerRequest(command, variables, directory);
    }
}
