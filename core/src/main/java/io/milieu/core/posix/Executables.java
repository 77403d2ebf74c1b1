package io.milieu.core.posix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Finds programs as a shell does. */
public final class Executables {
    private Executables() {}

    /**
     * Finds the program that a command names (POSIX XBD 8.3, {@code PATH}): a name with a slash is a path, relative to the
     * working folder; another one is searched in the folders of {@code PATH}, of which an empty one is the working folder.
     *
     * @param command the first word of a command line
     * @param variables the environment variables
     * @param directory the working folder
     * @return the executable file, if there is one
     */
    public static Optional<Path> find(String command, Map<String, String> variables, Path directory) {
        if (command.indexOf('/') >= 0) {
            return Optional.of(directory.resolve(command)).filter(Executables::runs);
        }
        for (String folder : variables.getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            Path candidate = directory.resolve(folder).resolve(command);
            if (runs(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean runs(Path candidate) {
        return Files.isRegularFile(candidate) && Files.isExecutable(candidate);
    }
}
