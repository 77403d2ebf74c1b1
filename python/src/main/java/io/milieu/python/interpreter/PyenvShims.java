package io.milieu.python.interpreter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Does what pyenv's shims do, without starting them: picks the version that {@code PYENV_VERSION}, the nearest
 * {@code .python-version} file or the global {@code version} file names.
 */
final class PyenvShims {
    private final SearchPlaces places;

    PyenvShims(SearchPlaces places) {
        this.places = places;
    }

    /** {@return pyenv's own folder, if the variables tell} */
    Optional<Path> root() {
        return places.folder("PYENV_ROOT")
                .or(() -> places.home().map(home -> home.resolve(".pyenv")))
                .filter(Files::isDirectory);
    }

    /** {@return whether the path is a shim} */
    boolean isShim(Path path) {
        return root().filter(root -> root.resolve("shims").equals(path.getParent()))
                .isPresent();
    }

    /**
     * {@return the program that a shim leads to; empty if no chosen version has it, or if the choice is {@code system}}
     *
     * @throws IOException if a file that names the version cannot be read
     */
    Optional<Path> target(Path shim) throws IOException {
        Path versions = root().orElseThrow().resolve("versions");
        for (String version : chosen()) {
            Path target = versions.resolve(version).resolve("bin").resolve(shim.getFileName());
            if (Files.isExecutable(target)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    private List<String> chosen() throws IOException {
        String variable = places.variables().getOrDefault("PYENV_VERSION", "");
        if (!variable.isEmpty()) {
            return names(variable.replace(':', '\n'));
        }
        for (Path file : files()) {
            if (Files.isRegularFile(file)) {
                return names(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return List.of();
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path folder = places.workingDirectory(); folder != null; folder = folder.getParent()) {
            files.add(folder.resolve(".python-version"));
        }
        files.add(root().orElseThrow().resolve("version"));
        return files;
    }

    /** Only names that stay inside the folder of versions. */
    private static List<String> names(String text) {
        return Arrays.stream(text.split("\\R"))
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(name -> !name.isEmpty() && !name.contains("/") && !name.equals(".."))
                .toList();
    }
}
