package io.milieu.core.deploy;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code env_vars} of a spec: {@code ${NAME}} stands for what NAME is without them; an unknown NAME for nothing. */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private Variables() {}

    /** {@return the text with every reference replaced} */
    static String expand(String text, Map<String, String> known) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(known.getOrDefault(match.group(1), "")));
    }
}
