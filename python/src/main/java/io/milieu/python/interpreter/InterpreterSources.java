package io.milieu.python.interpreter;

import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where interpreters are looked for, in order, without running anything. */
final class InterpreterSources {
    private static final Pattern NAME = Pattern.compile("(python|pypy|graalpy)(?:3(?:\\.(\\d{1,4}))?(t)?)?");
    private static final List<String> CONDA = List.of("miniconda3", "anaconda3", "miniforge3", "mambaforge", "conda");

    /** {@code python3} before {@code python}, both before {@code python3.13} before {@code python3.9} before others. */
    private static final Comparator<Path> PREFERENCE = Comparator.<Path>comparingInt(
                    path -> path.getFileName().toString().startsWith("python") ? 0 : 1)
            .thenComparingInt(path -> path.endsWith("python3") ? 0 : path.endsWith("python") ? 1 : 2)
            .thenComparingInt(path -> -minor(path).orElse(-1))
            .thenComparing(Comparator.naturalOrder());

    private final SearchPlaces places;
    private final PyenvShims shims;

    InterpreterSources(SearchPlaces places) {
        this.places = places;
        this.shims = new PyenvShims(places);
    }

    /**
     * {@return paths of programs that call themselves Python, found lazily: the active environment, the search path, pyenv's
     * versions from the newest, the system's folders, conda's folders} The same program may appear under several paths.
     */
    Stream<Path> candidates() {
        return Stream.<Supplier<Stream<Path>>>of(this::active, this::searchPath, this::pyenv, this::system, this::conda)
                .flatMap(Supplier::get)
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .filter(this::leadsSomewhere);
    }

    private Stream<Path> active() {
        return Stream.of("VIRTUAL_ENV", "CONDA_PREFIX")
                .flatMap(variable -> places.folder(variable).stream())
                .map(InterpreterSources::python);
    }

    /** Entries that are not absolute are left out: what they mean depends on where one stands. */
    private Stream<Path> searchPath() {
        return Arrays.stream(places.variables().getOrDefault("PATH", "").split(":"))
                .filter(entry -> entry.startsWith("/"))
                .flatMap(entry -> programs(Path.of(entry)));
    }

    private Stream<Path> pyenv() {
        return shims.root().stream()
                .flatMap(root -> entries(root.resolve("versions")).stream())
                .sorted(Comparator.comparing(InterpreterSources::numbers, Arrays::compare)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .map(InterpreterSources::python);
    }

    private Stream<Path> system() {
        return Stream.of("usr/local/bin", "usr/bin")
                .flatMap(folder -> programs(places.root().resolve(folder)));
    }

    private Stream<Path> conda() {
        return Stream.concat(places.home().stream(), Stream.of(places.root().resolve("opt")))
                .flatMap(above -> CONDA.stream().map(above::resolve))
                .flatMap(base -> Stream.concat(
                        Stream.of(base), entries(base.resolve("envs")).stream().sorted()))
                .map(InterpreterSources::python);
    }

    /** A shim exists for every command of any version, also for those that the chosen version does not have. */
    private boolean leadsSomewhere(Path path) {
        try {
            return !shims.isShim(path) || shims.target(path).isPresent();
        } catch (IOException e) {
            // Whoever asks this candidate gets the same failure, with a message.
            return true;
        }
    }

    private static Path python(Path prefix) {
        return prefix.resolve("bin/python");
    }

    private static Stream<Path> programs(Path folder) {
        return entries(folder).stream()
                .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
                .sorted(PREFERENCE);
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw DiskFailure.of("look for interpreters", folder, e);
        }
    }

    /** {@return the second number of the version that a program bears in its name} */
    static OptionalInt minor(Path program) {
        Matcher name = NAME.matcher(program.getFileName().toString());
        return name.matches() && name.group(2) != null
                ? OptionalInt.of(Integer.parseInt(name.group(2)))
                : OptionalInt.empty();
    }

    /** The numbers at the start of a version's folder name; a name without any comes last. */
    private static int[] numbers(Path folder) {
        String start = folder.getFileName().toString().split("[^0-9.]", 2)[0];
        return Arrays.stream(start.split("\\."))
                .filter(number -> !number.isEmpty() && number.length() < 9)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
