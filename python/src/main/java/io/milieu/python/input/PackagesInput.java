package io.milieu.python.input;

import io.milieu.core.plan.PlanOptions.IndexOptions;
import java.util.List;

/**
 * What a {@code pip} or {@code uv} field asks for, read to the end: requirements files are followed.
 *
 * @param packages what is to be installed, in order, each once
 * @param constraints what versions may be of that are installed, without asking for them ({@code -c})
 * @param overrides what is meant whoever requires one of these projects, and in whatever version ({@code --override})
 * @param index where packages may come from, as far as the field says so
 * @param rules how to choose among what is offered
 * @param words the options of {@code rules} as they were written, and, where that is allowed, those that are not known
 */
public record PackagesInput(
        List<RequestedPackage> packages,
        List<RequestedPackage> constraints,
        List<RequestedPackage> overrides,
        IndexOptions index,
        ChoiceRules rules,
        List<String> words) {

    /** Copies the lists. */
    public PackagesInput {
        packages = List.copyOf(packages);
        constraints = List.copyOf(constraints);
        overrides = List.copyOf(overrides);
        words = List.copyOf(words);
    }

    /** {@return whether nothing is asked for} */
    public boolean isEmpty() {
        return packages.isEmpty();
    }
}
