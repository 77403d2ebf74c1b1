package io.milieu.core.deploy;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line that was given as one text, such as {@code py_executable}, into words by the quoting rules of the POSIX
 * shell (blanks separate, single and double quotes and the backslash protect). Nothing is expanded and nothing executed.
 */
final class CommandWords {
    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private CommandWords(String text) {
        this.text = text;
    }

    /** {@return the words of the text} */
    static List<String> split(String text) {
        return new CommandWords(text).split();
    }

    private List<String> split() {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\'', '"' -> at = quoted(c, at + 1);
                case '\\' -> {
                    at++;
                    take(at < text.length() ? text.charAt(at) : '\\');
                }
                case ' ', '\t', '\n' -> finish();
                default -> take(c);
            }
            at++;
        }
        finish();
        return List.copyOf(words);
    }

    private int quoted(char quote, int from) {
        inWord = true;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                return at;
            }
            boolean escapes =
                    c == '\\' && quote == '"' && at + 1 < text.length() && "\"\\$`".indexOf(text.charAt(at + 1)) >= 0;
            word.append(escapes ? text.charAt(++at) : c);
        }
        throw new MilieuException(CoreError.USAGE, "the quote " + quote + " is not closed in `" + text + "`");
    }

    private void take(char c) {
        inWord = true;
        word.append(c);
    }

    private void finish() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
