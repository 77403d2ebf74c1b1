package io.milieu.cli;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.python.resolve.NoSolutionException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command writes.
 *
 * @param out data only
 * @param err progress, warnings and errors
 * @param live whether {@code err} is a terminal on which lines may be rewritten
 * @param colour whether {@code err} may be coloured; colour never carries meaning
 * @param width columns of the terminal
 */
record Terminal(PrintStream out, PrintStream err, boolean live, boolean colour, int width) {
    private static final int DEFAULT_WIDTH = 80;

    /** The terminal of this process; the launcher says whether standard error is one, which Java cannot. */
    static Terminal of(PrintStream out, PrintStream err, Map<String, String> variables, boolean stderrIsTerminal) {
        boolean dumb = variables.getOrDefault("TERM", "dumb").equals("dumb");
        boolean plain = !variables.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(out, err, stderrIsTerminal && !dumb, stderrIsTerminal && !dumb && !plain, width(variables));
    }

    /** Prints data for people or, on wish, for programs. */
    void data(JsonObject json) {
        out.println(Redacted.urls(Json.pretty(json)));
    }

    /** Prints a failure with its code and hints; what a user typed may hold secrets that nobody looked for. */
    void failure(MilieuException failure, boolean json) {
        List<String> hints = failure.hints().stream().map(Redacted::urls).toList();
        if (json) {
            JsonValue.ObjectBuilder error = JsonValue.object()
                    .put("code", failure.code().id())
                    .put("message", failure.getMessage())
                    .put("hints", JsonValue.ofStrings(hints));
            details(failure).ifPresent(details -> error.put("details", details));
            err.println(Redacted.urls(
                    Json.compact(JsonValue.object().put("error", error.build()).build())));
            return;
        }
        err.println(paint("31", "error") + "[" + failure.code().id() + "]: " + Redacted.urls(failure.getMessage()));
        hints.forEach(hint -> err.println(paint("36", "hint") + ": " + hint));
    }

    /** {@return what programs may want to know beside the message: the whole proof, where no set of versions works} */
    private static Optional<JsonObject> details(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof NoSolutionException unsolvable
                    && !unsolvable.proof().isEmpty()) {
                return Optional.of(unsolvable.details());
            }
        }
        return Optional.empty();
    }

    /** Prints where a failure comes from, for the developers of Milieu. */
    void trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        err.print(Redacted.urls(text));
    }

    /** Prints a warning. */
    void warning(String text) {
        err.println(paint("33", "warning") + ": " + Redacted.urls(text));
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static int width(Map<String, String> variables) {
        String columns = variables.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
    }
}
