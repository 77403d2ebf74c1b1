package io.milieu.core.error;

import java.util.regex.Pattern;

/** Removes credentials from text that will be shown, logged or stored. */
public final class Redacted {
    /** As browsers and pip read it, the last {@code @} before the path ends the user-info; quotes end a URL within JSON. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"'`]*@");

    private Redacted() {}

    /** {@return the text with the user-info of every URL in it replaced by {@code ****}} */
    public static String urls(Object text) {
        return USER_INFO.matcher(text.toString()).replaceAll("****@");
    }
}
