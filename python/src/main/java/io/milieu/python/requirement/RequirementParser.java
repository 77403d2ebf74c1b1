package io.milieu.python.requirement;

import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.name.PackageName;
import io.milieu.python.version.VersionOperator;
import io.milieu.python.version.VersionSpecifier;
import io.milieu.python.version.VersionSpecifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads dependency specifiers by recursive descent. */
final class RequirementParser {
    private final Scanner scanner;

    RequirementParser(String text) {
        this.scanner = new Scanner(text, PythonError.REQUIREMENT_INVALID);
    }

    Requirement read() {
        scanner.skipBlanks();
        PackageName name = name(PackageName::of, "Expected package name at the start of dependency specifier");
        scanner.skipBlanks();
        Set<ExtraName> extras = readExtras();
        scanner.skipBlanks();
        int start = scanner.position();
        Requirement.Source source = scanner.take('@') ? readUrl() : readVersions();
        boolean separated = scanner.skipBlanks();
        Marker marker = scanner.atEnd() ? Marker.always() : readMarker(source, separated, start);
        if (!scanner.atEnd()) {
            throw scanner.failure("Expected end of dependency specifier");
        }
        return new Requirement(name, extras, source, marker);
    }

    private <T> T name(Function<String, T> type, String expected) {
        int start = scanner.position();
        String spelling = scanner.identifier();
        if (spelling.isEmpty()) {
            throw scanner.failure(expected);
        }
        try {
            return type.apply(spelling);
        } catch (MilieuException e) {
            throw scanner.failureSince(start, e);
        }
    }

    private Set<ExtraName> readExtras() {
        Set<ExtraName> extras = new TreeSet<>();
        int start = scanner.position();
        if (!scanner.take('[')) {
            return extras;
        }
        scanner.skipBlanks();
        if (Scanner.isAlphanumeric(scanner.peek())) {
            do {
                scanner.skipBlanks();
                extras.add(name(ExtraName::of, "Expected extra name after comma"));
                scanner.skipBlanks();
            } while (scanner.take(','));
        }
        if (Scanner.isAlphanumeric(scanner.peek())) {
            throw scanner.failure("Expected comma between extra names");
        }
        if (!scanner.take(']')) {
            throw scanner.failureSince(start, "Expected matching RIGHT_BRACKET for LEFT_BRACKET, after extras");
        }
        return extras;
    }

    private Requirement.Source readUrl() {
        scanner.skipBlanks();
        int start = scanner.position();
        scanner.skipUntil(" \t\r\n");
        if (scanner.position() == start) {
            throw scanner.failure("Expected URL after @");
        }
        return new Requirement.Url(scanner.since(start));
    }

    private Requirement.Source readVersions() {
        int start = scanner.position();
        boolean inParentheses = scanner.take('(');
        List<VersionSpecifier> clauses = new ArrayList<>();
        Optional<VersionSpecifier> clause = readClause();
        while (clause.isPresent()) {
            clauses.add(clause.get());
            scanner.skipBlanks();
            clause = scanner.take(',') ? readClause() : Optional.empty();
        }
        scanner.skipBlanks();
        if (inParentheses && !scanner.take(')')) {
            throw scanner.failureSince(
                    start, "Expected matching RIGHT_PARENTHESIS for LEFT_PARENTHESIS, after version specifier");
        }
        return new Requirement.Versions(clauses.isEmpty() ? VersionSpecifiers.ANY : new VersionSpecifiers(clauses));
    }

    private Optional<VersionSpecifier> readClause() {
        scanner.skipBlanks();
        int start = scanner.position();
        Optional<VersionOperator> operator = VersionOperator.at(scanner.source(), start);
        if (operator.isEmpty()) {
            return Optional.empty();
        }
        scanner.skip(operator.get().symbol().length());
        scanner.skipBlanks();
        scanner.skipUntil(" \t\r\n,;)");
        try {
            return Optional.of(VersionSpecifier.parse(scanner.since(start)));
        } catch (MilieuException e) {
            throw scanner.failureSince(start, e);
        }
    }

    private Marker readMarker(Requirement.Source source, boolean separated, int start) {
        boolean url = source instanceof Requirement.Url;
        if (url && !separated) {
            throw scanner.failure("Expected whitespace after URL");
        }
        if (!scanner.take(';')) {
            String expected = url
                    ? "semicolon (after URL and whitespace)"
                    : source.toString().isEmpty()
                            ? "semicolon (after name with no version specifier)"
                            : "comma (within version specifier), semicolon (after version specifier)";
            throw scanner.failureSince(start, "Expected " + expected + " or end");
        }
        return new MarkerParser(scanner).read();
    }
}
