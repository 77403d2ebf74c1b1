package io.milieu.python.venv;

import io.milieu.core.link.Linker;
import java.nio.file.Path;
import java.util.List;

/**
 * An environment to write.
 *
 * @param directory an empty directory to write it into
 * @param published where it will be moved to: the path that scripts name; absolute
 * @param python the interpreter
 * @param installations its distributions; where two have the same file, the later one wins
 * @param extendsBase whether the packages of the interpreter itself can be imported too
 * @param linker how files get from the layers into it
 */
public record VenvSpec(
        Path directory,
        Path published,
        VenvPython python,
        List<Installation> installations,
        boolean extendsBase,
        Linker linker) {

    /** Copies the list. */
    public VenvSpec {
        installations = List.copyOf(installations);
    }
}
