package io.milieu.python.requirement;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.requirement.MarkerOperand.Literal;
import io.milieu.python.version.VersionOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads markers by recursive descent: {@code and} binds tighter than {@code or}. */
final class MarkerParser {
    private static final int DEEPEST = 100;

    private final Scanner scanner;
    private int depth;

    MarkerParser(Scanner scanner) {
        this.scanner = scanner;
    }

    static Marker parse(String text) {
        Scanner scanner = new Scanner(text, PythonError.MARKER_INVALID);
        Marker marker = new MarkerParser(scanner).read();
        if (!scanner.atEnd()) {
            throw scanner.failure("Expected end of marker expression");
        }
        return marker;
    }

    Marker read() {
        return joined(
                "or",
                this::readAnd,
                Marker.Or::new,
                marker -> marker instanceof Marker.Or or ? or.parts() : List.of(marker));
    }

    private Marker readAnd() {
        return joined(
                "and",
                this::readAtom,
                Marker.And::new,
                marker -> marker instanceof Marker.And and ? and.parts() : List.of(marker));
    }

    /** Nested parts of the same kind are merged, so that redundant parentheses leave no trace. */
    private Marker joined(
            String word,
            Supplier<Marker> part,
            Function<List<Marker>, Marker> join,
            Function<Marker, List<Marker>> split) {
        Marker first = part.get();
        if (!scanner.word().equals(word)) {
            return first;
        }
        List<Marker> parts = new ArrayList<>(split.apply(first));
        while (scanner.takeWord(word)) {
            parts.addAll(split.apply(part.get()));
        }
        return join.apply(parts);
    }

    private Marker readAtom() {
        scanner.skipBlanks();
        int start = scanner.position();
        Marker marker = scanner.take('(') ? readGroup(start) : readComparison();
        scanner.skipBlanks();
        return marker;
    }

    private Marker readGroup(int start) {
        if (++depth > DEEPEST) {
            throw scanner.failure("Expected at most " + DEEPEST + " nested parentheses");
        }
        Marker marker = read();
        if (!scanner.take(')')) {
            throw scanner.failureSince(
                    start, "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after marker expression");
        }
        depth--;
        return marker;
    }

    private Marker readComparison() {
        int start = scanner.position();
        MarkerOperand left = readOperand();
        scanner.skipBlanks();
        MarkerOperator operator = readOperator();
        scanner.skipBlanks();
        MarkerOperand right = readOperand();
        try {
            return MarkerComparison.of(left, operator, right);
        } catch (MilieuException e) {
            throw scanner.failureSince(start, e);
        }
    }

    private MarkerOperand readOperand() {
        int start = scanner.position();
        char quote = scanner.peek();
        if (scanner.take('"') || scanner.take('\'')) {
            return readLiteral(start, quote);
        }
        String word = scanner.word();
        MarkerVariable variable = MarkerVariable.named(word)
                .orElseThrow(() -> scanner.failure("Expected a marker variable or quoted string"));
        scanner.skip(word.length());
        return variable;
    }

    private Literal readLiteral(int start, char quote) {
        scanner.skipUntil(String.valueOf(quote));
        String text = scanner.since(start + 1);
        if (!scanner.take(quote)) {
            throw scanner.failure("Expected a marker variable or quoted string", start, start);
        }
        // PEP 508 knows no escapes: a backslash means that the writer expected some.
        if (text.chars().anyMatch(c -> c == '\\' || c == '\n' || c == '\r')) {
            throw scanner.failureSince(start, "Invalid quoted string");
        }
        return new Literal(text);
    }

    private MarkerOperator readOperator() {
        if (scanner.takeWord("in")) {
            return MarkerOperator.IN;
        }
        if (scanner.takeWord("not")) {
            if (!scanner.skipBlanks()) {
                throw scanner.failure("Expected whitespace after 'not'");
            }
            if (!scanner.takeWord("in")) {
                throw scanner.failure("Expected 'in' after 'not'");
            }
            return MarkerOperator.NOT_IN;
        }
        Optional<VersionOperator> operator = VersionOperator.at(scanner.source(), scanner.position());
        scanner.skip(operator.map(found -> found.symbol().length()).orElse(0));
        return operator.map(MarkerOperator::of)
                .orElseThrow(() ->
                        scanner.failure("Expected marker operator, one of <=, <, !=, ==, >=, >, ~=, ===, in, not in"));
    }
}
