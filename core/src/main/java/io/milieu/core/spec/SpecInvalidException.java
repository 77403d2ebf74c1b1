package io.milieu.core.spec;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.List;
import java.util.stream.Collectors;

/** A spec breaks rules: {@link CoreError#SPEC_INVALID} with every problem, in the message and as data. */
public final class SpecInvalidException extends MilieuException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** A failure for these problems, of which there must be at least one. */
    public SpecInvalidException(List<Problem> problems, List<String> hints) {
        super(CoreError.SPEC_INVALID, message(problems), hints);
        this.problems = List.copyOf(problems);
    }

    /** {@return every problem, in the order of the spec; rules about several fields come last} */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a spec without problems is valid");
        }
        return problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining(
                        "\n  ",
                        "the runtime env has " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                                + ":\n  ",
                        ""));
    }
}
