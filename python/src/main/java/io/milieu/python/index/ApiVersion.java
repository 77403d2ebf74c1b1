package io.milieu.python.index;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the index protocol (PEP 629): a newer minor version only adds, a newer major one cannot be understood. */
final class ApiVersion {
    /** The newest version that is known. */
    static final String NEWEST = "1.4";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");
    private static final int MAJOR = 1;
    private static final int MINOR = 4;

    private ApiVersion() {}

    /** {@return whether it is newer than what is known} What is no version says nothing. */
    static boolean isNewer(String version) throws PageProblem {
        Matcher form = FORM.matcher(version.strip());
        if (!form.matches()) {
            return false;
        }
        if (Integer.parseInt(form.group(1)) > MAJOR) {
            throw new PageProblem(
                    "it speaks version " + version.strip() + " of the index protocol, and only 1.x is understood");
        }
        return Integer.parseInt(form.group(1)) == MAJOR && Integer.parseInt(form.group(2)) > MINOR;
    }
}
