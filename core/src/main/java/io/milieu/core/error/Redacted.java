package io.milieu.core.error;

import java.util.regex.Pattern;

/** Removes secrets from text that will be shown, logged or stored. */
public final class Redacted {
    /** As browsers and pip read it, the last {@code @} before the path ends the user-info; quotes end a URL within JSON. */
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"'`]*@");
    /** What presigned URLs carry; a backslash belongs to the quote behind it. */
    private static final Pattern QUERY = Pattern.compile("(://[^?#\\s\"'`\\\\]*)\\?[^#\\s\"'`\\\\]+");

    private Redacted() {}

    /** {@return the text with the user-info and the query of every URL in it replaced by {@code ****}} */
    public static String urls(Object text) {
        String anonymous = credentials(text);
        return anonymous.indexOf('?') < 0 || !anonymous.contains("://")
                ? anonymous
                : QUERY.matcher(anonymous).replaceAll("$1?****");
    }

    /** {@return the text with the user-info of every URL in it replaced by {@code ****}, for keys: a query may select what is meant} */
    public static String credentials(Object text) {
        String whole = text.toString();
        return whole.indexOf('@') < 0 || !whole.contains("://")
                ? whole
                : USER_INFO.matcher(whole).replaceAll("****@");
    }
}
