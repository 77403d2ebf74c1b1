package io.milieu.python.interpreter;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the search for interpreters may see of the machine.
 *
 * @param variables the environment variables, which are also those of the processes that are asked
 * @param root the folder that holds {@code usr/bin} and {@code opt}; {@code /} outside of tests
 * @param workingDirectory where the search for {@code .python-version} starts and relative paths begin
 */
public record SearchPlaces(Map<String, String> variables, Path root, Path workingDirectory) {
    /** Copies the variables and makes the folders absolute. */
    public SearchPlaces {
        variables = Map.copyOf(variables);
        root = root.toAbsolutePath().normalize();
        workingDirectory = workingDirectory.toAbsolutePath().normalize();
    }

    /** {@return the folder that a variable names, if it is set to an absolute path} */
    Optional<Path> folder(String variable) {
        return Optional.ofNullable(variables.get(variable))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }

    /** {@return the user's home folder} */
    Optional<Path> home() {
        return folder("HOME");
    }

    /** {@return the absolute form of a path as a user writes it, with a leading {@code ~} for the home folder} */
    Path absolute(String path) {
        String expanded = path;
        Optional<Path> home = home();
        if (home.isPresent() && (path.equals("~") || path.startsWith("~/"))) {
            expanded = home.get() + path.substring(1);
        }
        return workingDirectory.resolve(expanded).normalize();
    }
}
