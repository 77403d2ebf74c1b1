package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.nio.file.Path;

/** What a {@code working_dir} or an entry of {@code py_modules} names; it existed when this was made. */
public sealed interface CodeSource {

    /** {@return the absolute path} */
    Path path();

    /** A folder of code. */
    record Folder(Path path) implements CodeSource {}

    /** An archive of code that {@link Archives} can unpack. */
    record Archive(Path path) implements CodeSource {}

    /** One module: a {@code .py} file. */
    record Module(Path path) implements CodeSource {}

    /** A wheel (PEP 427). */
    record Wheel(Path path) implements CodeSource {}

    /**
     * Finds out what a {@code working_dir} is: a folder or an archive.
     *
     * @param written as in the spec; relative to the base
     * @throws MilieuException {@link CoreError#PATH_INVALID} if it is nothing of that; {@link CoreError#NOT_SUPPORTED} if it
     *     is a URL
     */
    static CodeSource ofWorkingDir(String written, Path base) {
        return new CodeLookup(written, base, "an existing directory or a supported archive (.zip, .tar.gz, .tgz)")
                .find(false);
    }

    /**
     * Finds out what an entry of {@code py_modules} is: a folder, an archive, a {@code .py} file or a wheel.
     *
     * @param written as in the spec; relative to the base
     * @throws MilieuException {@link CoreError#PATH_INVALID} if it is nothing of that; {@link CoreError#NOT_SUPPORTED} if it
     *     is a URL
     */
    static CodeSource ofPyModule(String written, Path base) {
        return new CodeLookup(
                        written,
                        base,
                        "an existing directory, .py file, .whl file or supported archive (.zip, .tar.gz, .tgz)")
                .find(true);
    }
}
