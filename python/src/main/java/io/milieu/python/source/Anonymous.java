package io.milieu.python.source;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes away from URLs who asks. */
public final class Anonymous {
    private static final Pattern USER_INFO = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<user>[^/?#]*)@");
    /** Names of variables are no secrets: PEP 610 lets them stay. */
    private static final Pattern VARIABLES = Pattern.compile("\\$\\{[A-Za-z0-9_-]+}(?::\\$\\{[A-Za-z0-9_-]+})?");

    private Anonymous() {}

    /**
     * {@return the URL without its user-info (PEP 610)} The user {@code git} of ssh, which everybody is, stays, and so do names of
     * variables: {@code ${USER}:${PASSWORD}}.
     */
    public static String url(String url) {
        Matcher found = USER_INFO.matcher(url);
        if (!found.lookingAt()) {
            return url;
        }
        String user = found.group("user");
        if (VARIABLES.matcher(user).matches()) {
            return url;
        }
        boolean ssh = found.group("scheme").toLowerCase(Locale.ROOT).endsWith("ssh");
        String kept = ssh && user.replaceFirst(":.*", "").equals("git") ? "git@" : "";
        return found.group("scheme") + "://" + kept + url.substring(found.end());
    }
}
