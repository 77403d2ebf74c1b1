package io.milieu.python.name;

import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.error.PythonError;
import java.util.List;
import java.util.Locale;

/** What is a name and when two are the same (PEP 503, 508). */
final class NameGrammar {
    private NameGrammar() {}

    static String checked(String kind, String spelling) {
        if (!isName(spelling)) {
            throw new MilieuException(
                    PythonError.NAME_INVALID,
                    "`" + Redacted.urls(spelling) + "` is not a valid " + kind + " name",
                    List.of("Use ASCII letters and digits, with `-`, `_` or `.` only between them."));
        }
        return normalized(spelling);
    }

    static String normalized(String text) {
        if (isNormal(text)) {
            return text;
        }
        StringBuilder normal = new StringBuilder(text.length());
        boolean inRun = false;
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean separator = isSeparator(c);
            if (!separator) {
                normal.append(c);
            } else if (!inRun) {
                normal.append('-');
            }
            inRun = separator;
        }
        return normal.toString();
    }

    /** Most names that arrive are normal already: these are kept as they are, without a copy. */
    private static boolean isNormal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z')
                    || (c >= '0' && c <= '9')
                    || (c == '-' && i > 0 && text.charAt(i - 1) != '-');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static boolean isName(String text) {
        int last = text.length() - 1;
        if (last < 0 || !isAlphanumeric(text.charAt(0)) || !isAlphanumeric(text.charAt(last))) {
            return false;
        }
        return text.chars().allMatch(c -> isAlphanumeric((char) c) || isSeparator((char) c));
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '_' || c == '.';
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
