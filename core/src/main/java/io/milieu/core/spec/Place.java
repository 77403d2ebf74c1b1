package io.milieu.core.spec;

import io.milieu.core.error.Redacted;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A place in a spec, and the list that collects the problems of the whole spec. */
record Place(String path, List<Problem> problems) {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final int LONGEST_TEXT = 80;

    static Place root() {
        return new Place("$", new ArrayList<>());
    }

    Place member(String name) {
        boolean plain = PLAIN_NAME.matcher(name).matches();
        String step = plain ? "." + name : "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
        return new Place(path + step, problems);
    }

    Place element(int index) {
        return new Place(path + "[" + index + "]", problems);
    }

    void report(String message) {
        problems.add(new Problem(path, message));
    }

    void reportUnexpected(JsonValue found, String expected) {
        report("must be " + expected + ", but is " + described(found));
    }

    private static String described(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> "the string `" + brief(Redacted.urls(text)) + "`";
            case JsonNumber(BigDecimal number) -> "the number " + number;
            case JsonBoolean(boolean bool) -> "the boolean " + bool;
            case JsonArray _ -> "a list";
            case JsonObject _ -> "an object";
            case JsonNull _ -> "null";
        };
    }

    private static String brief(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
