package io.milieu.python.resolve;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.Requirement;
import io.milieu.solver.Derivation;
import io.milieu.solver.Explanation;
import io.milieu.solver.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The requirements contradict each other or the index; the message tells the whole derivation. */
public final class NoSolutionException extends MilieuException {
    private static final long serialVersionUID = 1L;

    private final transient List<Step> proof;
    private final transient List<Offer> offers;

    private NoSolutionException(
            PythonError code, String message, List<String> hints, List<Step> proof, List<Offer> offers) {
        super(code, message, hints);
        this.proof = proof;
        this.offers = offers;
    }

    /** {@return the steps of the proof, causes before conclusions; none if no index knows a package that was asked for} */
    public List<Step> proof() {
        return proof;
    }

    /** {@return what there is of the packages that the proof is about} */
    public List<Offer> offers() {
        return offers;
    }

    /** {@return proof and offers as JSON: the members {@code proof} and {@code packages}} */
    public JsonObject details() {
        List<JsonValue> steps = new ArrayList<>();
        for (Step step : proof) {
            steps.add(JsonValue.object()
                    .put("step", steps.size())
                    .put("kind", step.kind().name().toLowerCase(Locale.ROOT))
                    .put("text", step.text())
                    .put(
                            "causes",
                            new JsonArray(step.causes().stream()
                                    .<JsonValue>map(cause -> new JsonNumber(BigDecimal.valueOf(cause)))
                                    .toList()))
                    .build());
        }
        return JsonValue.object()
                .put("proof", new JsonArray(steps))
                .put(
                        "packages",
                        new JsonArray(
                                offers.stream().<JsonValue>map(Offer::toJson).toList()))
                .build();
    }

    static NoSolutionException of(
            Derivation<Unit> derivation,
            ResolveRequest request,
            List<Requirement> roots,
            Source source,
            PythonProvider provider)
            throws InterruptedException {
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
                "no set of versions meets the requirements" + request.scope().words() + ":\n  "
                        + String.join("\n  ", sentences),
                plain ? provider.offers(roots) : ways(derivation, request, roots, source),
                Explanation.steps(derivation, provider),
                provider.offers(derivation));
    }

    private static List<String> ways(
            Derivation<Unit> derivation, ResolveRequest request, List<Requirement> roots, Source source)
            throws InterruptedException {
        List<String> ways = Relaxations.of(derivation, request, roots, source);
        return ways.isEmpty() ? List.of("Relax one of the requirements named above.") : ways;
    }

    private static NoSolutionException absent(MilieuException refusal) {
        return refusal.code() == PythonError.PACKAGE_QUARANTINED
                ? new NoSolutionException(
                        PythonError.PACKAGE_QUARANTINED, refusal.getMessage(), refusal.hints(), List.of(), List.of())
                : new NoSolutionException(
                        PythonError.PACKAGE_NOT_FOUND,
                        refusal.getMessage(),
                        List.of("Check the spelling, or name the index that has it with `--index-url`."),
                        List.of(),
                        List.of());
    }
}
