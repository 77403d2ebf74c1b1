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

    private static final List<Repair> REPAIRS = List.of(
            // Typographic quotes, as word processors set them.
            new Repair("[\u201c\u201d]", "\""),
            new Repair("[\u2018\u2019]", "'"),
            // `>=1.9.*`: an order with a wildcard means the order without it.
            new Repair("([<>]=?|~=)(\\s*\\d[\\d.]*?)\\.\\*", "$1$2"),
            // `!=3.0*`: the dot before the star is missing.
            new Repair("(\\d)\\*", "$1.*"),
            // `!=~5.0`: neither operator, but no 5.0 of any kind is meant.
            new Repair("!=~\\s*(\\d[\\d.]*)", "!=$1.*"),
            // `>=1.0<2.0`: the comma is missing.
            new Repair("([\\d*])\\s*(?=[<>=~!]=|[<>])(?![^;]*;[^;]*$)", "$1,"),
            // `>='2.7'`: quotes around a version.
            new Repair("([<>=~!]=?\\s*)['\"]([^'\";]*)['\"](?=\\s*(,|\\)|$))", "$1$2"));

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
        try {
            return read(text, VersionSpecifiers::parse);
        } catch (MilieuException e) {
            return VersionSpecifiers.ANY;
        }
    }

    private static Marker marker(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return Marker.always();
        }
        try {
            return read(text.substring(semicolon + 1), Marker::parse);
        } catch (MilieuException e) {
            return Marker.always();
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
        String repaired = text;
        for (Repair repair : REPAIRS) {
            String before = repaired;
            repaired = repair.apply(before);
            if (!repaired.equals(before)) {
                try {
                    return grammar.apply(repaired);
                } catch (MilieuException e) {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure;
    }
}
