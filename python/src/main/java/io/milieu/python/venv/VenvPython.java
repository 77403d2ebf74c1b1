package io.milieu.python.venv;

import io.milieu.python.interpreter.Interpreter;
import java.nio.file.Path;
import java.util.List;

/**
 * What an environment must know about the interpreter it is for.
 *
 * @param executable the real program, absolute: no shim, not the Python of another environment
 * @param version in full, for example {@code 3.12.1}
 * @param implementation {@code sys.implementation.name}
 * @param freeThreaded whether it runs without the global lock
 * @param sitePackages where its environments have their packages, for example {@code lib/python3.12/site-packages}
 * @param cacheTag the middle of the names of its byte-code files, for example {@code cpython-312}
 */
public record VenvPython(
        Path executable,
        String version,
        String implementation,
        boolean freeThreaded,
        String sitePackages,
        String cacheTag) {

    /** Checks the path. */
    public VenvPython {
        if (!executable.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: `" + executable + "`");
        }
    }

    /** {@return what an environment must know about an interpreter that was found on this node} */
    public static VenvPython of(Interpreter interpreter) {
        return new VenvPython(
                interpreter.executable(),
                interpreter.version(),
                interpreter.build().implementation(),
                interpreter.build().freeThreaded(),
                interpreter.layout().purelib(),
                interpreter.build().cacheTag());
    }

    /** {@return the first two numbers of the version, for example {@code 3.12}} */
    public String shortVersion() {
        String[] numbers = version.split("\\.", 3);
        return numbers[0] + "." + numbers[1];
    }

    /** {@return the names besides {@code python} under which an environment has the interpreter} */
    List<String> aliases() {
        String full = shortVersion();
        return implementation.equals("pypy")
                ? List.of("python3", "python" + full, "pypy", "pypy3", "pypy" + full)
                : freeThreaded
                        ? List.of("python3", "python" + full, "python" + full + "t")
                        : List.of("python3", "python" + full);
    }

    /** {@return where the environment keeps C headers that packages bring, without the name of the package} */
    String headers() {
        return "include/site/" + (implementation.equals("pypy") ? "pypy" : "python") + shortVersion();
    }
}
