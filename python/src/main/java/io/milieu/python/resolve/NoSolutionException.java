package io.milieu.python.resolve;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Requirement;
import io.milieu.solver.Derivation;
import io.milieu.solver.Explanation;
import java.util.List;
import java.util.Optional;

/** The requirements contradict each other or the index; the message tells the whole derivation. */
public final class NoSolutionException extends MilieuException {
    private static final long serialVersionUID = 1L;

    private NoSolutionException(PythonError code, String message, List<String> hints) {
        super(code, message, hints);
    }

    static NoSolutionException of(
            Derivation<Unit> derivation, List<Requirement> roots, Source source, PythonProvider provider) {
        for (Requirement root : roots) {
            Optional<MilieuException> refusal = source.refusal(root.name());
            if (refusal.isPresent()) {
                return absent(refusal.get());
            }
        }
        // One requirement that no version meets is not a contradiction: it has a code of its own.
        boolean plain = derivation.nodes().stream().noneMatch(Derivation.Dependency.class::isInstance);
        List<String> sentences = Explanation.of(derivation, provider);
        return new NoSolutionException(
                plain ? PythonError.NO_MATCHING_VERSION : PythonError.NO_SOLUTION,
                "no set of versions meets the requirements:\n  " + String.join("\n  ", sentences),
                plain ? provider.offers(roots) : List.of("Relax one of the requirements named above."));
    }

    private static NoSolutionException absent(MilieuException refusal) {
        return refusal.code() == PythonError.PACKAGE_QUARANTINED
                ? new NoSolutionException(PythonError.PACKAGE_QUARANTINED, refusal.getMessage(), refusal.hints())
                : new NoSolutionException(
                        PythonError.PACKAGE_NOT_FOUND,
                        refusal.getMessage(),
                        List.of("Check the spelling, or name the index that has it with `--index-url`."));
    }
}
