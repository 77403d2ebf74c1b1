package io.milieu.python.metadata;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import java.util.List;

/** One {@code Requires-Dist} line. A line that nobody can read fails only where its requirement is needed. */
public sealed interface DeclaredRequirement {

    /** {@return what a line says, with well-known mistakes put right} */
    static DeclaredRequirement of(String line) {
        return LenientSyntax.requirement(line);
    }

    /** {@return the condition of the requirement} */
    Marker marker();

    /**
     * {@return the requirement}
     *
     * @throws MilieuException {@link PythonError#METADATA_INVALID} if the line cannot be read
     */
    Requirement requirement();

    /**
     * A line that was read.
     *
     * @param requirement what it says
     */
    record Valid(Requirement requirement) implements DeclaredRequirement {
        @Override
        public Marker marker() {
            return requirement.marker();
        }
    }

    /**
     * A line that cannot be read.
     *
     * @param text the line
     * @param problem what is wrong with it
     * @param marker its condition, as far as that can be read; otherwise always
     */
    record Broken(String text, String problem, Marker marker) implements DeclaredRequirement {
        @Override
        public Requirement requirement() {
            throw new MilieuException(
                    PythonError.METADATA_INVALID,
                    "the requirement `" + Redacted.urls(text) + "` cannot be read: " + problem,
                    List.of("Choose another version of the package that declares it."));
        }
    }
}
