package io.milieu.python.interpreter;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.error.PythonError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds out what interpreter a path leads to. An interpreter is run once, isolated from variables and user packages
 * ({@code -I}); its answer is kept in a folder and holds until the executable changes. Thread-safe.
 */
public final class InterpreterProbe {
    private static final int WRAPPED_AT_MOST = 4;

    private final SearchPlaces places;
    private final PyenvShims shims;
    private final ProbeCommand command;
    private final ProbeCache cache;
    private final Consumer<Path> unknown;

    /**
     * Makes a probe.
     *
     * @param places the variables and the working directory for processes
     * @param cache the folder for answers, made when needed
     * @param timeLimit for one run of one interpreter
     */
    public InterpreterProbe(SearchPlaces places, Path cache, Duration timeLimit) {
        this(places, new ProbeCache(cache), timeLimit, _ -> {});
    }

    /**
     * Makes a probe that tells which interpreters it does not know.
     *
     * @param places the variables and the working directory for processes
     * @param cache the answers, shared with other probes
     * @param timeLimit for one run of one interpreter
     * @param unknown given the program of an interpreter before it is run; there is time to prepare for what comes next
     */
    public InterpreterProbe(SearchPlaces places, ProbeCache cache, Duration timeLimit, Consumer<Path> unknown) {
        this.places = places;
        this.unknown = unknown;
        this.shims = new PyenvShims(places);
        this.command = new ProbeCommand(places, timeLimit);
        this.cache = cache;
    }

    /**
     * {@return the interpreter behind a path} A path in a virtual environment leads to the environment's base, a shim or wrapper
     * to what it starts; a wrapper's own answer is never kept, since it may choose anew each time.
     *
     * @param requested an absolute path
     * @throws MilieuException INTERPRETER_NOT_FOUND if there is no such file; INTERPRETER_BROKEN if it is no Python that can be
     *     used, with the reason
     */
    public Interpreter probe(Path requested) {
        Path next = requested;
        for (int depth = 0; depth < WRAPPED_AT_MOST; depth++) {
            Path program = program(next);
            FileIdentity file = identity(program);
            JsonObject answer = cache.answer(file, places.workingDirectory(), () -> ask(program, file));
            ProbeAnswer read = new ProbeAnswer(file, answer);
            if (read.executable().equals(file.path())) {
                return read.interpreter(requested);
            }
            next = read.executable();
        }
        throw BrokenInterpreter.because(requested, "it starts one wrapper after the other");
    }

    private JsonObject ask(Path program, FileIdentity file) {
        unknown.accept(file.path());
        return command.run(program);
    }

    /** Follows shims and environments as far as that is possible without running anything; not links, whose name may matter. */
    Path program(Path requested) {
        if (!Files.exists(requested)) {
            throw new MilieuException(
                    PythonError.INTERPRETER_NOT_FOUND,
                    "there is no interpreter at `" + requested + "`",
                    List.of("`milieu python list` shows the interpreters of this machine."));
        }
        try {
            return VenvBase.of(shims.isShim(requested) ? shims.target(requested).orElse(requested) : requested);
        } catch (IOException e) {
            throw BrokenInterpreter.because(requested, "a file that leads to it cannot be read: " + e, e);
        }
    }

    private static FileIdentity identity(Path program) {
        try {
            return FileIdentity.of(program);
        } catch (IOException e) {
            throw BrokenInterpreter.because(program, "it cannot be read: " + e, e);
        }
    }
}
