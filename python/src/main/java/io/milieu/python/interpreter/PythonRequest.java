package io.milieu.python.interpreter;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which interpreter is wanted. A version without an implementation means CPython, and a version without a trailing {@code t}
 * means a build with the global lock: other builds take other wheels, so nobody gets one unasked.
 */
public sealed interface PythonRequest {

    /** The first interpreter there is. */
    record Any() implements PythonRequest {
        @Override
        public boolean matches(Interpreter interpreter) {
            return true;
        }

        @Override
        public String toString() {
            return "any";
        }
    }

    /**
     * The interpreter at a path, or in the virtual environment or installation at that path.
     *
     * @param path as written; may start with {@code ~}
     */
    record AtPath(String path) implements PythonRequest {
        @Override
        public boolean matches(Interpreter interpreter) {
            return interpreter.requested().toString().equals(path);
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * An implementation and the first numbers of its version.
     *
     * @param implementation {@code sys.implementation.name}
     * @param release up to three numbers; none for any version
     * @param freeThreaded whether a build without the global lock is wanted
     */
    record Release(String implementation, List<Integer> release, boolean freeThreaded) implements PythonRequest {
        /** Copies the numbers. */
        public Release {
            release = List.copyOf(release);
        }

        @Override
        public boolean matches(Interpreter interpreter) {
            List<Integer> numbers = interpreter.build().release();
            return interpreter.build().implementation().equals(implementation)
                    && interpreter.build().freeThreaded() == freeThreaded
                    && numbers.size() >= release.size()
                    && numbers.subList(0, release.size()).equals(release);
        }

        @Override
        public String toString() {
            String numbers = release.stream().map(String::valueOf).collect(Collectors.joining("."));
            return (implementation.equals("cpython") && !numbers.isEmpty() ? "" : implementation)
                    + numbers
                    + (freeThreaded ? "t" : "");
        }
    }

    /**
     * CPython in a range of versions. A pre-release counts as its release, as in {@code Requires-Python}.
     *
     * @param specifiers the range (PEP 440)
     */
    record Within(VersionSpecifiers specifiers) implements PythonRequest {
        @Override
        public boolean matches(Interpreter interpreter) {
            PythonBuild build = interpreter.build();
            String release = build.release().stream().map(String::valueOf).collect(Collectors.joining("."));
            return build.implementation().equals("cpython")
                    && !build.freeThreaded()
                    && specifiers.contains(Version.parse(release));
        }

        @Override
        public String toString() {
            return specifiers.toString();
        }
    }

    /** {@return whether this is an interpreter that was asked for} */
    boolean matches(Interpreter interpreter);

    /**
     * {@return the request that a text means} Forms: {@code any}; a path with a slash; {@code 3}, {@code 3.12}, {@code 3.12.1},
     * {@code 3.13t}; {@code >=3.9,<3.12}; {@code cpython3.12}, {@code pypy}, {@code pypy3.10}, {@code python3.12}.
     *
     * @throws MilieuException {@link CoreError#USAGE} if it has none of these forms; SPECIFIER_INVALID for a wrong range
     */
    static PythonRequest parse(String text) {
        String request = text.strip();
        if (request.equals("any") || request.equals("python")) {
            return new Any();
        }
        if (request.contains("/") || request.equals("~") || request.equals(".")) {
            return new AtPath(request);
        }
        if (!request.isEmpty() && "<>=!~".indexOf(request.charAt(0)) >= 0) {
            return new Within(VersionSpecifiers.parse(request));
        }
        Matcher release = Forms.RELEASE.matcher(request);
        if (request.isEmpty() || !release.matches()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`" + text + "` names no Python interpreter",
                    List.of(
                            "Write a version (`3.12`), a range (`>=3.9,<3.12`), an implementation (`pypy3.10`) or a path."));
        }
        return release(release);
    }

    private static Release release(Matcher form) {
        String implementation = form.group(1) == null || form.group(1).equals("python") ? "cpython" : form.group(1);
        List<Integer> numbers = form.group(2) == null
                ? List.of()
                : Arrays.stream(form.group(2).split("\\."))
                        .map(Integer::valueOf)
                        .toList();
        return new Release(implementation, numbers, form.group(3) != null);
    }

    /** The grammar. */
    final class Forms {
        private static final Pattern RELEASE =
                Pattern.compile("(python|cpython|pypy|graalpy)?(\\d{1,4}(?:\\.\\d{1,4}){0,2})?(t)?");

        private Forms() {}
    }
}
