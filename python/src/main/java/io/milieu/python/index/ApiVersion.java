package io.milieu.python.index;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the index protocol (PEP 629): a newer minor version only adds, a newer major one cannot be understood. */
final class ApiVersion {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.\\d+");

    private ApiVersion() {}

    static void check(String version) throws PageProblem {
        Matcher form = FORM.matcher(version.strip());
        if (form.matches() && Integer.parseInt(form.group(1)) > 1) {
            throw new PageProblem(
                    "it speaks version " + version + " of the index protocol, and only 1.x is understood");
        }
    }
}
