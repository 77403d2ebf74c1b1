package io.milieu.python.interpreter;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that looks like a Python but cannot be used.
 *
 * @param path where it is
 * @param problem why, as half a sentence
 */
public record BrokenInterpreter(Path path, String problem) implements Finding {

    /** The failure that carries a broken interpreter to whoever asked for it. */
    static final class Found extends MilieuException {
        private static final long serialVersionUID = 1L;

        private final transient BrokenInterpreter interpreter;

        Found(BrokenInterpreter interpreter, @Nullable Throwable cause) {
            super(
                    PythonError.INTERPRETER_BROKEN,
                    "`" + interpreter.path + "` is no Python that can be used: " + interpreter.problem,
                    List.of("name another interpreter; `milieu python list` shows those of this machine"),
                    cause);
            this.interpreter = interpreter;
        }

        BrokenInterpreter interpreter() {
            return interpreter;
        }
    }

    static Found because(Path path, String problem) {
        return because(path, problem, null);
    }

    static Found because(Path path, String problem, @Nullable Throwable cause) {
        return new Found(new BrokenInterpreter(path, problem), cause);
    }
}
