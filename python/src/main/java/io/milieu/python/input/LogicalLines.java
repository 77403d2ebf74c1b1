package io.milieu.python.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The logical lines of a requirements file as pip reads them: a backslash at the end joins lines, then comments go, then
 * {@code ${NAME}} (upper case only) is replaced by variables that are set.
 */
final class LogicalLines {
    private static final String BLANKS = " \t\n\u000B\f\r";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");

    private LogicalLines() {}

    /**
     * One line.
     *
     * @param number of the physical line it begins on, from 1
     * @param text without comment and surrounding space; never empty
     */
    record Line(int number, String text) {}

    static List<Line> of(String content, Map<String, String> variables) {
        List<Line> lines = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int first = 1;
        int number = 0;
        for (String physical : content.replaceFirst("^\uFEFF", "").split("\\R", -1)) {
            number++;
            if (joined.isEmpty()) {
                first = number;
            }
            boolean isComment = physical.stripLeading().startsWith("#");
            if (physical.endsWith("\\") && !isComment) {
                joined.append(physical, 0, physical.length() - 1);
                continue;
            }
            // A comment line ends a joined line, but adds nothing to it.
            joined.append(isComment && !joined.isEmpty() ? " " : physical);
            add(lines, first, joined.toString(), variables);
            joined.setLength(0);
        }
        add(lines, first, joined.toString(), variables);
        return List.copyOf(lines);
    }

    private static void add(List<Line> lines, int number, String text, Map<String, String> variables) {
        String stripped = withoutComment(text).strip();
        if (!stripped.isEmpty()) {
            lines.add(new Line(number, expand(stripped, variables)));
        }
    }

    /** By hand: an expression that looks for blanks and then for the sign takes the square of the time. */
    private static String withoutComment(String text) {
        int sign = text.indexOf('#');
        while (sign > 0 && BLANKS.indexOf(text.charAt(sign - 1)) < 0) {
            sign = text.indexOf('#', sign + 1);
        }
        return sign < 0 ? text : text.substring(0, sign);
    }

    private static String expand(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = variables.get(match.group(1));
            return Matcher.quoteReplacement(value == null || value.isEmpty() ? match.group() : value);
        });
    }
}
