package io.milieu.python.requirement;

import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;

/** A place in a text that is being read, and the failures that point at it. */
final class Scanner {
    private final String source;
    private final ErrorCode code;
    private int at;

    Scanner(String source, ErrorCode code) {
        this.source = source;
        this.code = code;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at == source.length();
    }

    char peek() {
        return atEnd() ? 0 : source.charAt(at);
    }

    String since(int start) {
        return source.substring(start, at);
    }

    /** Blanks and tabs only: a line break is never part of a dependency specifier. */
    boolean skipBlanks() {
        int start = at;
        skipWhile(" \t");
        return at > start;
    }

    boolean take(char c) {
        boolean there = !atEnd() && peek() == c;
        if (there) {
            at++;
        }
        return there;
    }

    void skip(int count) {
        at += count;
    }

    void skipWhile(String letters) {
        while (!atEnd() && letters.indexOf(peek()) >= 0) {
            at++;
        }
    }

    void skipUntil(String letters) {
        while (!atEnd() && letters.indexOf(peek()) < 0) {
            at++;
        }
    }

    String source() {
        return source;
    }

    /** The letters, digits, dots and underscores that follow, without moving. */
    String word() {
        int end = at;
        while (end < source.length() && (isAlphanumeric(source.charAt(end)) || "._".indexOf(source.charAt(end)) >= 0)) {
            end++;
        }
        return source.substring(at, end);
    }

    boolean takeWord(String word) {
        boolean there = word().equals(word);
        if (there) {
            at += word.length();
        }
        return there;
    }

    /** Takes a name; empty if there is none. */
    String identifier() {
        int end = at;
        if (!isAlphanumeric(peek())) {
            return "";
        }
        while (end < source.length()
                && (isAlphanumeric(source.charAt(end)) || "._-".indexOf(source.charAt(end)) >= 0)) {
            end++;
        }
        while (".-".indexOf(source.charAt(end - 1)) >= 0) {
            end--;
        }
        String name = source.substring(at, end);
        at = end;
        return name;
    }

    MilieuException failure(String message) {
        return failure(message, at, at);
    }

    MilieuException failureSince(int start, String message) {
        return failure(message, start, at);
    }

    MilieuException failureSince(int start, MilieuException cause) {
        return failure(String.valueOf(cause.getMessage()), start, at);
    }

    /** The message, the text, and under it the place: {@code ~} from the start to the end, {@code ^} at the end. */
    MilieuException failure(String message, int start, int end) {
        int from = Redacted.urls(source.substring(0, start)).length();
        int to = Redacted.urls(source.substring(0, end)).length();
        String place = " ".repeat(from) + "~".repeat(Math.max(0, to - from)) + "^";
        return new MilieuException(code, message + "\n    " + Redacted.urls(source) + "\n    " + place);
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
