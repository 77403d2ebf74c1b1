package io.milieu.python.venv;

import io.milieu.core.link.Linker;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An environment to write.
 *
 * @param directory an empty directory to write it into
 * @param published where it will be moved to: the path that scripts name; absolute
 * @param python the interpreter
 * @param installations its distributions; where two have the same file, the later one wins
 * @param extendsBase whether the packages of the interpreter itself can be imported too
 * @param extendedPackages where the packages are of a virtual environment that can be imported, too, after its own and before those of the interpreter
 * @param linker how files get from the layers into it
 */
public record VenvSpec(
        Path directory,
        Path published,
        VenvPython python,
        List<Installation> installations,
        boolean extendsBase,
        Optional<Path> extendedPackages,
        Linker linker) {

    /** Copies the list. */
    public VenvSpec {
        installations = List.copyOf(installations);
    }

    /** An environment that extends no other one. */
    public VenvSpec(
            Path directory,
            Path published,
            VenvPython python,
            List<Installation> installations,
            boolean extendsBase,
            Linker linker) {
        this(directory, published, python, installations, extendsBase, Optional.empty(), linker);
    }
}
