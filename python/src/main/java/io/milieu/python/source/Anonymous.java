package io.milieu.python.source;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes away from URLs who asks. */
public final class Anonymous {
    private static final Pattern USER_INFO = Pattern.compile("(?<scheme>[a-z+]+)://(?<user>[^/?#@]*(?:@[^/?#@]*)*)@");

    private Anonymous() {}

    /** {@return the URL without its user-info; the user {@code git} of ssh, which everybody is, stays (PEP 610)} */
    public static String url(String url) {
        Matcher found = USER_INFO.matcher(url);
        if (!found.lookingAt()) {
            return url;
        }
        String user = found.group("user").replaceFirst(":.*", "");
        String kept = found.group("scheme").endsWith("ssh") && user.equals("git") ? "git@" : "";
        return found.group("scheme") + "://" + kept + url.substring(found.end());
    }
}
