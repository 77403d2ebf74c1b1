package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.python.requirement.Requirement;
import java.util.List;

/**
 * What a {@code pip} or {@code uv} field asks for, read to the end: requirements files are followed.
 *
 * @param packages what is to be installed, in order, each once
 * @param constraints what versions may be of that are installed, without asking for them ({@code -c})
 * @param overrides what is meant whoever requires one of these projects, and in whatever version ({@code --override})
 * @param index where packages may come from, as far as the field says so
 * @param rules how to choose among what is offered
 */
public record PackagesInput(
        List<RequestedPackage> packages,
        List<RequestedPackage> constraints,
        List<RequestedPackage> overrides,
        IndexOptions index,
        ChoiceRules rules) {

    /** Copies the lists. */
    public PackagesInput {
        packages = List.copyOf(packages);
        constraints = List.copyOf(constraints);
        overrides = List.copyOf(overrides);
    }

    /** {@return whether nothing is asked for} */
    public boolean isEmpty() {
        return packages.isEmpty();
    }

    /**
     * {@return the requirements, all of which an index can satisfy}
     *
     * @throws MilieuException {@link CoreError#NOT_SUPPORTED} for one that none can, with its place
     */
    public List<Requirement> fromIndex() {
        return packages.stream().map(PackagesInput::fromIndex).toList();
    }

    private static Requirement fromIndex(RequestedPackage line) {
        Requirement named =
                line.requirement().orElseThrow(() -> notSupported(line, "a path or URL instead of a package name"));
        if (line.editable()) {
            throw notSupported(line, "an editable installation");
        }
        if (named.url().isPresent()) {
            throw notSupported(line, "a requirement from a URL");
        }
        return named;
    }

    private static MilieuException notSupported(RequestedPackage line, String what) {
        return new MilieuException(
                CoreError.NOT_SUPPORTED,
                line.place() + ": " + what + " (`" + Redacted.urls(line) + "`) is not supported yet",
                List.of(
                        "Name packages that an index offers as wheels; local wheels: put their folder into `--find-links`."));
    }
}
