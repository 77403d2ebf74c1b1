package io.milieu.python.interpreter;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.interpreter.PythonRequest.AtPath;
import io.milieu.python.interpreter.PythonRequest.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Finds interpreters of this machine. They are looked for in the active environment, on the search path, among pyenv's
 * versions, in the system's folders and in conda's. Thread-safe.
 */
public final class InterpreterFinder {
    private final SearchPlaces places;
    private final InterpreterSources sources;
    private final InterpreterProbe probe;

    /** Looks in these places, and asks with this probe. */
    public InterpreterFinder(SearchPlaces places, InterpreterProbe probe) {
        this.places = places;
        this.sources = new InterpreterSources(places);
        this.probe = probe;
    }

    /**
     * {@return the first interpreter that fits} Programs that turn out not to be usable are passed over, unless named by path.
     *
     * @throws MilieuException INTERPRETER_NOT_FOUND if none fits, naming those there are; INTERPRETER_BROKEN if the one at the
     *     requested path cannot be used
     */
    public Interpreter find(PythonRequest request) {
        if (request instanceof AtPath(String path)) {
            Path absolute = places.absolute(path);
            return probe.probe(Files.isDirectory(absolute) ? absolute.resolve("bin/python") : absolute);
        }
        return sources.candidates()
                .filter(path -> nameAllows(path, request))
                .flatMap(path -> finding(path) instanceof Interpreter found ? Stream.of(found) : Stream.empty())
                .filter(request::matches)
                .findFirst()
                .orElseThrow(() -> notFound(request));
    }

    /** {@return every interpreter there is, once, in the order of preference, with those that cannot be used} */
    public List<Finding> all() {
        Map<Path, Path> programs = new LinkedHashMap<>();
        sources.candidates().forEach(path -> programs.putIfAbsent(real(path), path));
        // As many at a time as there are cores: started all at once, each would use up the time limit of the others.
        Map<Path, Finding> findings = new LinkedHashMap<>();
        programs.values().stream()
                .gather(Gatherers.mapConcurrent(Runtime.getRuntime().availableProcessors(), this::finding))
                .forEach(finding -> findings.putIfAbsent(place(finding), finding));
        return List.copyOf(findings.values());
    }

    private Finding finding(Path path) {
        try {
            return probe.probe(path);
        } catch (BrokenInterpreter.Found e) {
            return e.interpreter();
        }
    }

    /** Where a candidate leads, as far as that is known without asking it; the candidate itself if that cannot be read. */
    private Path real(Path candidate) {
        try {
            return probe.program(candidate).toRealPath();
        } catch (BrokenInterpreter.Found | IOException e) {
            return candidate;
        }
    }

    private static Path place(Finding finding) {
        return switch (finding) {
            case Interpreter interpreter -> interpreter.executable();
            case BrokenInterpreter broken -> broken.path();
        };
    }

    /** Saves asking {@code python3.11} whether it is a 3.12. */
    private boolean nameAllows(Path candidate, PythonRequest request) {
        if (!(request instanceof Release release) || release.release().size() < 2) {
            return true;
        }
        OptionalInt minor = InterpreterSources.minor(real(candidate));
        return minor.isEmpty() || minor.getAsInt() == release.release().get(1);
    }

    private MilieuException notFound(PythonRequest request) {
        List<String> usable = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        hints.add("Install it, or give the path of an interpreter.");
        for (Finding finding : all()) {
            switch (finding) {
                case Interpreter interpreter -> usable.add(interpreter.toString());
                case BrokenInterpreter(Path path, String problem) ->
                    hints.add("`" + path + "` was passed over: " + problem);
            }
        }
        String found = usable.isEmpty() ? "" : "; found: " + String.join(", ", usable);
        return new MilieuException(
                PythonError.INTERPRETER_NOT_FOUND, "no interpreter for `" + request + "` was found" + found, hints);
    }
}
