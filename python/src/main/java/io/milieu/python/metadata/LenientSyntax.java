package io.milieu.python.metadata;

import io.milieu.core.error.MilieuException;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.version.VersionSpecifiers;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what published packages really declare: the strict grammar first, then with known mistakes put right one by one. */
final class LenientSyntax {

    private record Repair(Pattern mistake, String correction) {
        private Repair(String mistake, String correction) {
            this(Pattern.compile(mistake), correction);
        }

        String apply(String text) {
            return mistake.matcher(text).replaceAll(correction);
        }
    }

    /** For what stands before a marker. */
    private static final List<Repair> REPAIRS = List.of(
            // `>=1.9.*`: an order with a wildcard means the order without it.
            new Repair("([<>]=?|~=)(\\s*\\d[\\d.]*?)\\.\\*", "$1$2"),
            // `!=3.0*`: the dot before the star is missing.
            new Repair("(\\d)\\*", "$1.*"),
            // `!=~5.0`: neither operator, but no 5.0 of any kind is meant.
            new Repair("!=~\\s*(\\d[\\d.]*)", "!=$1.*"),
            // `>=1.0<2.0`: the comma is missing.
            new Repair("([<>=~!]=*\\s*[\\w.*+-]+)\\s*(?=[<>=~!])", "$1,"),
            // `>='2.7'`: quotes around a version.
            new Repair("['\"]", ""));

    private LenientSyntax() {}

    static DeclaredRequirement requirement(String text) {
        try {
            return new DeclaredRequirement.Valid(read(text, Requirement::parse));
        } catch (MilieuException e) {
            return new DeclaredRequirement.Broken(text, String.valueOf(e.getMessage()), marker(text));
        }
    }

    /** Specifiers that nobody can read exclude nothing: so does pip. */
    static VersionSpecifiers specifiers(String text) {
        return readOr(VersionSpecifiers.ANY, text, unread -> read(unread, VersionSpecifiers::parse));
    }

    /** A requirement under a condition that nobody can read is needed always. */
    private static Marker marker(String text) {
        int semicolon = text.indexOf(';');
        return semicolon < 0
                ? Marker.always()
                : readOr(Marker.always(), straightQuotes(text.substring(semicolon + 1)), Marker::parse);
    }

    private static <T> T readOr(T fallback, String text, Function<String, T> grammar) {
        try {
            return grammar.apply(text);
        } catch (MilieuException e) {
            return fallback;
        }
    }

    /** The failure of the text as written is the one that is reported. */
    private static <T> T read(String text, Function<String, T> grammar) {
        MilieuException failure;
        try {
            return grammar.apply(text);
        } catch (MilieuException e) {
            failure = e;
        }
        int semicolon = text.indexOf(';');
        String repaired = semicolon < 0 ? text : text.substring(0, semicolon);
        String rest = straightQuotes(semicolon < 0 ? "" : text.substring(semicolon));
        for (Repair repair : REPAIRS) {
            repaired = repair.apply(repaired);
            try {
                return grammar.apply(repaired + rest);
            } catch (MilieuException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** Word processors set typographic ones. */
    private static String straightQuotes(String text) {
        return text.replaceAll("[\u201c\u201d]", "\"").replaceAll("[\u2018\u2019]", "'");
    }
}
