package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a POSIX shell and Python's {@code shlex.split} do: quotes keep blanks, a backslash keeps one sign. */
final class ShellWords {
    private final String line;
    private final String place;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String line, String place) {
        this.line = line;
        this.place = place;
    }

    /**
     * {@return the words}
     *
     * @throws MilieuException {@link CoreError#USAGE} for a quote that is not closed, or a backslash before nothing
     */
    static List<String> of(String line, String place) {
        return new ShellWords(line, place).split();
    }

    private List<String> split() {
        while (at < line.length()) {
            char sign = line.charAt(at++);
            switch (sign) {
                case ' ', '\t', '\r', '\n' -> end();
                case '\'', '"' -> quoted(sign);
                case '\\' -> add(next());
                default -> add(sign);
            }
        }
        end();
        return List.copyOf(words);
    }

    private void quoted(char quote) {
        inWord = true;
        while (true) {
            char sign = next();
            if (sign == quote) {
                return;
            }
            // Within double quotes a backslash keeps only what would mean something there.
            boolean escape = sign == '\\' && quote == '"' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0;
            add(escape ? next() : sign);
        }
    }

    private char next() {
        if (at == line.length()) {
            throw new MilieuException(CoreError.USAGE, place + ": a quote is not closed, or a backslash ends the line");
        }
        return line.charAt(at++);
    }

    private void add(char sign) {
        inWord = true;
        word.append(sign);
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
